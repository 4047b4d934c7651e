use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use serde_json::{Value, json};

use crate::fonts;

/// The browser engine to test with: `OFFPRINT_ENGINE`, or Chromium.
pub enum Engine {
    /// Chromium with chromedriver.
    Chromium(Programs),
    /// Firefox with geckodriver.
    Firefox(Programs),
    /// WebKitGTK's MiniBrowser with WebKitWebDriver, under Xvfb because it has no headless mode.
    WebKit(Programs),
}

/// The programs of an engine: `OFFPRINT_BROWSER` and `OFFPRINT_DRIVER`, or those on PATH.
pub struct Programs {
    browser: PathBuf,
    driver: PathBuf,
}

impl Engine {
    /// Finds the engine on this machine, or says what is missing.
    pub fn find() -> Result<Engine, String> {
        match std::env::var("OFFPRINT_ENGINE").as_deref() {
            Err(_) | Ok("chromium") => {
                let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
                Ok(Engine::Chromium(Programs::find(&browsers, "chromedriver")?))
            }
            Ok("firefox") => Ok(Engine::Firefox(Programs::find(&["firefox-esr", "firefox"], "geckodriver")?)),
            Ok("webkit") => {
                on_path("xvfb-run").ok_or("there is no xvfb-run on PATH, and WebKit needs a display")?;
                Ok(Engine::WebKit(Programs::find(&["MiniBrowser"], "WebKitWebDriver")?))
            }
            Ok(other) => panic!("OFFPRINT_ENGINE is {other}: use chromium, firefox or webkit"),
        }
    }

    /// The capabilities with which a session begins.
    pub(crate) fn capabilities(&self, width: u32, height: u32, language: &str) -> Value {
        match self {
            Engine::Chromium(Programs { browser, .. }) => {
                let arguments = [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--force-device-scale-factor=1",
                    &format!("--lang={language}"),
                    &format!("--window-size={width},{height}"),
                ];
                let options = json!({ "binary": browser, "args": arguments, "prefs": { "intl.accept_languages": language } });
                json!({ "browserName": "chrome", "goog:chromeOptions": options })
            }
            Engine::Firefox(Programs { browser, .. }) => {
                let options = json!({ "binary": browser, "args": ["-headless"], "prefs": { "intl.accept_languages": language } });
                json!({ "browserName": "firefox", "moz:firefoxOptions": options })
            }
            Engine::WebKit(Programs { browser, .. }) => {
                let options = json!({ "binary": browser, "args": ["--automation"] });
                json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": options })
            }
        }
    }
}

impl Programs {
    fn find(browsers: &[&str], driver: &str) -> Result<Programs, String> {
        Ok(Programs { browser: program("OFFPRINT_BROWSER", browsers)?, driver: program("OFFPRINT_DRIVER", &[driver])? })
    }
}

/// The program that a variable names, or the first of `names` on PATH.
fn program(variable: &str, names: &[&str]) -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os(variable).map(PathBuf::from) {
        // A wrong setting is a mistake, not a reason to ignore a test.
        assert!(path.is_file(), "{variable} names {}, which is not a file", path.display());
        return Ok(path);
    }
    let found = names.iter().find_map(|name| on_path(name));
    found.ok_or_else(|| format!("there is no {} on PATH; `cargo xtask test` installs it", names[0]))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// How often a driver is started that ends at once.
const STARTS: usize = 5;

/// A running driver. It leads a process group that contains the browser it starts; both end when this is dropped.
pub(crate) struct Driver {
    process: Child,
    /// The port of 127.0.0.1 on which it listens.
    pub(crate) port: u16,
}

impl Driver {
    /// Starts the engine's driver on a free port.
    pub(crate) fn start(engine: &Engine) -> Driver {
        match engine {
            Engine::Chromium(Programs { driver, .. }) => Driver::on_its_own_port(driver, &["--port=0"]),
            // The second port is for talking to Firefox; its default is the same for every instance.
            Engine::Firefox(Programs { driver, .. }) => {
                Driver::on_its_own_port(driver, &["--port", "0", "--websocket-port", "0"])
            }
            // It cannot choose a port itself.
            Engine::WebKit(Programs { driver, .. }) => {
                let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
                let port = free.expect("127.0.0.1 has a free port").port();
                let mut command = Command::new("xvfb-run");
                command.arg("--auto-servernum").arg(driver).arg(format!("--port={port}")).stdout(Stdio::null());
                Driver { process: spawn(command), port }
            }
        }
    }

    /// Starts a driver that chooses a port and prints it. No other process can take the port in between.
    ///
    /// ChromeDriver takes a free port of IPv4 and then wants the same of IPv6. If something else has that one, it ends, so it is started
    /// again.
    fn on_its_own_port(driver: &Path, arguments: &[&str]) -> Driver {
        let started = (0..STARTS).find_map(|_| Driver::try_its_own_port(driver, arguments));
        started.unwrap_or_else(|| panic!("{} has ended {STARTS} times without a port", driver.display()))
    }

    /// Starts a driver. None if it ends without having printed its port.
    fn try_its_own_port(driver: &Path, arguments: &[&str]) -> Option<Driver> {
        let mut command = Command::new(driver);
        command.args(arguments).stdout(Stdio::piped());
        let mut process = spawn(command);
        let output = BufReader::new(process.stdout.take().expect("the output is piped"));
        let (sender, receiver) = mpsc::channel();
        // Reads to the end, so that the driver never waits for room in the pipe.
        thread::spawn(move || {
            output.lines().map_while(Result::ok).filter_map(|line| port_in(&line)).for_each(|port| {
                let _ = sender.send(port);
            });
        });
        let mut driver = Driver { process, port: 0 };
        driver.port = receiver.recv().ok()?;
        Some(driver)
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }
}

fn spawn(mut command: Command) -> Child {
    if let Some(fonts) = fonts::configuration() {
        command.env("FONTCONFIG_FILE", fonts);
    }
    command.process_group(0).stderr(Stdio::null()).spawn().expect("the driver starts")
}

/// The port in "ChromeDriver was started successfully on port 4444." or "Listening on 127.0.0.1:4444".
fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("successfully on port ").or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    port.trim_end_matches('.').parse().ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.process.id())]).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn finds_the_port_that_a_driver_prints() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 36343."), Some(36343));
        assert_eq!(port_in("1700000000000\tgeckodriver\tINFO\tListening on 127.0.0.1:40123"), Some(40123));
        assert_eq!(port_in("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
