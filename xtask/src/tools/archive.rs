//! Downloads an archive, compares its checksum, and unpacks it.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use anyhow::{Context, Result, bail};

use super::manifest::Archive;
use crate::project::{command, empty_folder, files, on_path, remove_folder, run, sha256};

/// Seconds until a connection must be there, and for which it may be slow.
const PATIENCE: &str = "5";

/// Bytes in a second below which a connection is too slow.
const SLOW: &str = "50000";

/// Set once a download has failed: the next one would fail, too, and take as long.
static IS_OFFLINE: AtomicBool = AtomicBool::new(false);

/// Returns whether downloads are worth a try.
pub(super) fn is_online() -> bool {
    !IS_OFFLINE.load(Ordering::Relaxed) && on_path("curl").is_some()
}

/// Returns whether a host answers. If not, nothing else is downloaded.
pub(super) fn answers(url: &str) -> bool {
    is_online() && curl(&["--head", "--output", null()], url).is_ok()
}

/// Downloads an archive and puts the programs in it into `bin`.
pub(super) fn install(archive: &Archive, programs: &[String], bin: &Path) -> Result<()> {
    let folder = bin.with_extension("download");
    empty_folder(&folder)?;
    let file = folder.join("archive");
    curl(&["--output", &file.display().to_string()], &archive.url)?;
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let found = sha256(&bytes);
    if found != archive.sha256 {
        remove_folder(&folder)?;
        bail!("{} has the checksum {found}, and not {} as in xtask/tools.toml", archive.url, archive.sha256);
    }
    // The systems that we have archives for all have a `tar` that understands them.
    run(command("tar", &["-xf"]).arg(&file).arg("-C").arg(&folder))?;
    fs::create_dir_all(bin).with_context(|| format!("cannot create {}", bin.display()))?;
    let unpacked = files(&folder)?;
    for program in programs {
        let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        let from = unpacked.iter().find(|path| path.file_name().is_some_and(|known| known == name.as_str()));
        let from = from.with_context(|| format!("{name} is not in {}", archive.url))?;
        fs::rename(from, bin.join(&name)).with_context(|| format!("cannot move {}", from.display()))?;
    }
    remove_folder(&folder)
}

fn curl(arguments: &[&str], url: &str) -> Result<()> {
    let mut curl = command("curl", &["--fail", "--location", "--silent", "--show-error", "--connect-timeout", PATIENCE]);
    curl.args(["--speed-limit", SLOW, "--speed-time", PATIENCE]).args(arguments).arg(url);
    let output = curl.output().context("cannot run curl")?;
    if !output.status.success() {
        IS_OFFLINE.store(true, Ordering::Relaxed);
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

fn null() -> &'static str {
    if cfg!(windows) { "NUL" } else { "/dev/null" }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        process::Command,
        thread,
        time::{Duration, Instant},
    };

    use super::*;

    /// A server on loopback that answers every request with these bytes.
    fn serve(bytes: Vec<u8>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let _ = stream.read(&mut [0; 4096]);
                let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len());
                let _ = stream.write_all(&bytes);
            }
        });
        format!("http://{address}/tool.tar.gz")
    }

    /// An archive with a program in a folder.
    fn archive(folder: &Path) -> Vec<u8> {
        fs::create_dir_all(folder.join("tool-1.0")).expect("a folder");
        fs::write(folder.join("tool-1.0").join(format!("tool{}", std::env::consts::EXE_SUFFIX)), "program").expect("a file");
        let file = folder.join("tool.tar.gz");
        let packed = Command::new("tar").arg("-czf").arg(&file).arg("-C").arg(folder).arg("tool-1.0").status();
        assert!(packed.expect("tar runs").success());
        fs::read(file).expect("an archive")
    }

    // One test, because a failed download ends all others of the process.
    #[test]
    fn an_archive_is_unpacked_if_it_has_the_checksum_and_a_failure_is_soon_known() {
        if on_path("curl").is_none() {
            return;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bytes = archive(folder.path());
        let url = serve(bytes.clone());
        let made = |sha256: String| Archive { platform: String::new(), url: url.clone(), sha256 };
        let bin = folder.path().join("cache/tool-1.0/bin");

        let error = install(&made("0".repeat(64)), &["tool".into()], &bin).expect_err("the checksum is wrong");
        assert!(error.to_string().contains("has the checksum"), "{error}");
        assert!(!bin.exists() && is_online());

        install(&made(sha256(&bytes)), &["tool".into()], &bin).expect("the archive is right");
        assert_eq!(fs::read_to_string(bin.join(format!("tool{}", std::env::consts::EXE_SUFFIX))).expect("a file"), "program");
        assert_eq!(fs::read_dir(folder.path().join("cache/tool-1.0")).expect("a folder").count(), 1);

        // A host that accepts connections and never answers.
        let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/", silent.local_addr().expect("an address"));
        let begin = Instant::now();
        assert!(!answers(&url));
        assert!(begin.elapsed() < Duration::from_secs(60), "a failed download takes seconds");
        assert!(!is_online());
    }
}
