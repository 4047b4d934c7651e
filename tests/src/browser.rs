use std::time::{Duration, Instant};

use axum::http::Method;
use fantoccini::{
    Client, ClientBuilder, Locator,
    error::CmdError,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::Url;

use crate::engine::{Driver, Engine};

/// A condition that does not hold after this long is a failure.
const LIMIT: Duration = Duration::from_secs(60);
/// How often a condition is checked until then.
const POLL: Duration = Duration::from_millis(25);

/// True once the viewer has started and the whole page is laid out. The state of the history entry is no sign of it: after a reload it
/// is there from the beginning.
pub const STARTED: &str = "document.documentElement.dataset.live !== undefined";

/// Calls back with whether an element is in the same place after two frames.
const STEADY: &str = "
    const [selector, done] = arguments;
    const element = document.querySelector(selector);
    if (!element) return done(false);
    element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    const place = () => JSON.stringify(element.getBoundingClientRect());
    const before = place();
    requestAnimationFrame(() => requestAnimationFrame(() => done(element.isConnected && place() === before)));
";

/// A browser of its own for one test.
pub struct Browser {
    client: Client,
    _driver: Driver,
}

/// Waits until a condition holds.
///
/// # Panics
///
/// Names the condition if it does not hold in time.
pub async fn wait_until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let start = Instant::now();
    while !condition().await {
        assert!(start.elapsed() < LIMIT, "not in time: {what}");
        tokio::time::sleep(POLL).await;
    }
}

/// Whether a script was ended because its page was left.
fn is_unload(error: &CmdError) -> bool {
    error.to_string().contains("unload")
}

impl Browser {
    /// Opens a desktop window, in English and the light theme.
    pub async fn open() -> Browser {
        Browser::with(1280, 900, "en-US").await
    }

    /// Opens a window of this size for a reader of this language.
    pub async fn with(width: u32, height: u32, language: &str) -> Browser {
        let engine = Engine::find().expect("there is a browser");
        let capabilities: Capabilities = engine.capabilities(width, height, language).as_object().cloned().expect("an object");
        let start = Instant::now();
        let mut driver = Driver::start(&engine);
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(capabilities.clone()).connect(&format!("http://127.0.0.1:{}", driver.port)).await {
                Ok(client) if driver.is_running() => break client,
                Ok(_) => {}
                Err(error) => assert!(start.elapsed() < LIMIT, "the browser does not start: {error}"),
            }
            if !driver.is_running() {
                // Another process took its port.
                driver = Driver::start(&engine);
            }
            tokio::time::sleep(POLL).await;
        };
        let browser = Browser { client, _driver: driver };
        match engine {
            Engine::Chromium(_) => {
                let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
            }
            _ => browser.client.set_window_size(width, height).await.expect("a window has a size"),
        }
        browser
    }

    /// Sends a command of Chromium's DevTools protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(DevTools { command, parameters }).await.expect("the browser's tools answer")
    }

    /// Runs a script in every page from now on, before the page's own.
    pub async fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Sets the colour scheme that the system prefers: `dark` or `light`.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Disconnects the network, or connects it again.
    pub async fn offline(&self, offline: bool) {
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", conditions).await;
    }

    /// Opens an address.
    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.expect("the browser goes there");
    }

    /// Opens an address and waits for its headline and the viewer.
    pub async fn read(&self, address: &str) {
        self.goto(address).await;
        self.see("main h1").await;
        self.until_started().await;
    }

    /// Waits until the viewer has started. Until then links load pages anew.
    pub async fn until_started(&self) {
        self.until(STARTED).await;
    }

    /// Goes back in the history.
    pub async fn back(&self) {
        self.client.back().await.expect("the browser goes back");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the browser loads again");
    }

    /// Runs a script and returns what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Returns the value of an expression.
    pub async fn get(&self, expression: &str) -> Value {
        self.run(&format!("return {expression};")).await
    }

    /// Whether an expression is true.
    pub async fn is(&self, expression: &str) -> bool {
        self.get(&format!("Boolean({expression})")).await == json!(true)
    }

    /// Waits until an expression is true.
    pub async fn until(&self, expression: &str) {
        wait_until(expression, || self.is_yet(expression)).await;
    }

    /// Waits until an expression is true, and returns whether it ever was.
    pub async fn becomes(&self, expression: &str) -> bool {
        let start = Instant::now();
        while !self.is_yet(expression).await {
            if start.elapsed() >= LIMIT {
                return false;
            }
            tokio::time::sleep(POLL).await;
        }
        true
    }

    /// Whether an expression is true; not yet where the page is left while the browser evaluates it.
    async fn is_yet(&self, expression: &str) -> bool {
        match self.client.execute(&format!("return Boolean({expression});"), Vec::new()).await {
            Ok(value) => value == json!(true),
            Err(error) if is_unload(&error) => false,
            Err(error) => panic!("{expression}: {error}"),
        }
    }

    /// Waits until an element exists.
    pub async fn see(&self, selector: &str) {
        self.until(&format!("document.querySelector({})", json!(selector))).await;
    }

    /// Waits until an element's text contains this.
    pub async fn see_text(&self, selector: &str, text: &str) {
        self.until(&format!("document.querySelector({})?.textContent.includes({})", json!(selector), json!(text))).await;
    }

    /// Returns the text of the first element; empty if there is none.
    pub async fn text(&self, selector: &str) -> String {
        let text = self.get(&format!("document.querySelector({})?.textContent ?? ''", json!(selector))).await;
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns the texts of all matching elements.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let texts =
            self.get(&format!("[...document.querySelectorAll({})].map(e => e.textContent.trim())", json!(selector))).await;
        texts.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    }

    /// Returns an attribute of the first element.
    pub async fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let value = self.get(&format!("document.querySelector({})?.getAttribute({})", json!(selector), json!(name))).await;
        value.as_str().map(str::to_owned)
    }

    /// Waits for an element that has stopped moving, scrolls to it and clicks it with the pointer.
    pub async fn click(&self, selector: &str) {
        wait_until(selector, || self.is_steady(selector)).await;
        self.click_without_scripts(selector).await;
    }

    /// Scrolls to an element and clicks it with the pointer, on a page whose scripts do not run.
    pub async fn click_without_scripts(&self, selector: &str) {
        self.see(selector).await;
        let element = self.client.find(Locator::Css(selector)).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Scrolls an element into view, and returns whether it stays in its place for two frames. The driver computes where it is and
    /// presses there a little later.
    async fn is_steady(&self, selector: &str) -> bool {
        match self.client.execute_async(STEADY, vec![json!(selector)]).await {
            Ok(value) => value == json!(true),
            Err(error) if is_unload(&error) => false,
            Err(error) => panic!("{selector}: {error}"),
        }
    }

    /// Presses a key where the focus is.
    pub async fn press(&self, key: fantoccini::key::Key) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(&key.to_string()).await.expect("keys can be pressed");
    }

    /// Types a text where the focus is.
    pub async fn type_text(&self, text: &str) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(text).await.expect("keys can be pressed");
    }

    /// Presses a key while nothing has the focus.
    pub async fn press_on_page(&self, key: &str) {
        let body = self.client.find(Locator::Css("body")).await.expect("a page has a body");
        body.send_keys(key).await.expect("keys can be pressed");
    }

    /// Takes a screenshot of the whole page, as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        let height = self.get("document.documentElement.scrollHeight").await.as_u64().unwrap_or(900);
        let width = self.get("innerWidth").await;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        self.viewport().await
    }

    /// Takes a screenshot of what the window shows, as PNG.
    pub async fn viewport(&self) -> Vec<u8> {
        self.client.screenshot().await.expect("a picture")
    }

    /// Returns the number of open windows.
    pub async fn windows(&self) -> usize {
        self.client.windows().await.map(|windows| windows.len()).unwrap_or_default()
    }
}

#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}
