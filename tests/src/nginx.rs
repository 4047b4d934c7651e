use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};

/// Copies a folder with its contents.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Writes a brotli copy of every text file in a folder, with the same settings for everything that is measured.
pub fn brotli_copies(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            brotli_copies(&path)?;
        } else if path
            .extension()
            .is_some_and(|ending| ["html", "css", "js", "json", "md", "wasm", "svg"].iter().any(|known| ending == *known))
        {
            fs::write(PathBuf::from(format!("{}.br", path.display())), brotli(&fs::read(&path)?))?;
        }
    }
    Ok(())
}

/// Compresses bytes as a host does that has the time for it.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters).expect("memory can be read and written");
    small
}

/// A running nginx with a configuration of its own.
pub struct Nginx {
    /// `http://127.0.0.1:…`
    pub address: String,
    log: PathBuf,
    process: Child,
    _folder: tempfile::TempDir,
}

impl Nginx {
    /// Serves a folder on 127.0.0.1; `more` is added to the configuration of the server.
    pub fn start(root: &Path, more: &str) -> Result<Nginx> {
        let folder = tempfile::tempdir()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = folder.path().join("access.log");
        let here = folder.path().display();
        let modules = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
        let configuration = format!(
            "load_module {modules};\ndaemon off; pid {here}/pid; error_log {here}/error.log; user root; worker_processes 1;\nevents {{}}\nhttp {{\n include /etc/nginx/mime.types; types {{ text/markdown md; }}\n charset utf-8; sendfile on; tcp_nodelay on; keepalive_timeout 65; gzip off; brotli_static always;\n log_format bytes '$uri $bytes_sent'; access_log {} bytes;\n client_body_temp_path {here}/t1; proxy_temp_path {here}/t2; fastcgi_temp_path {here}/t3; uwsgi_temp_path {here}/t4; scgi_temp_path {here}/t5;\n server {{ listen 127.0.0.1:{port}; root {}; index index.html; {} location / {{ try_files $uri $uri/index.html =404; }} }}\n}}\n",
            log.display(),
            root.display(),
            more
        );
        fs::write(folder.path().join("nginx.conf"), configuration)?;
        let process = Command::new("nginx")
            .arg("-c")
            .arg(folder.path().join("nginx.conf"))
            .arg("-p")
            .arg(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .context("nginx does not start")?;
        Ok(Nginx { address: format!("http://127.0.0.1:{port}"), log, process, _folder: folder })
    }

    /// Empties the access log.
    pub fn forget(&self) -> Result<()> {
        fs::OpenOptions::new().write(true).truncate(true).create(true).open(&self.log).map(drop).context("cannot empty the log")
    }

    /// Returns the requests since [`Nginx::forget`]: names and bytes sent, headers included.
    pub fn asked(&self) -> Result<Vec<(String, u64)>> {
        let log = fs::read_to_string(&self.log).context("cannot read the log")?;
        let line = |line: &str| {
            let (name, bytes) = line.trim_matches('\0').rsplit_once(' ')?;
            Some((name.replace("index.html", ""), bytes.parse().ok()?))
        };
        Ok(log.lines().filter_map(line).filter(|(name, _): &(String, u64)| !name.contains("favicon")).collect())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
