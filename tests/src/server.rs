use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Response, StatusCode, Uri, header},
};
use tokio::{net::TcpListener, sync::watch};

/// How the server answers a request for one file.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Answers with this status.
    Status(u16),
    /// Never answers.
    Silence,
    /// Answers after [`Server::clear_faults`] was called.
    Hold,
    /// Answers with this text instead of the file.
    Instead(String),
}

/// A static server without rewrite rules: it answers with a file, or with `404.html` and status 404.
pub struct Server {
    /// `http://127.0.0.1:…`
    pub address: String,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    folder: PathBuf,
    prefix: String,
    /// The content security policy in `_headers`, which hosts such as Netlify read.
    policy: Option<String>,
    faults: watch::Sender<HashMap<String, Fault>>,
    requested: Mutex<Vec<String>>,
    sent: Mutex<Vec<(String, usize)>>,
}

impl Server {
    /// Serves a folder on 127.0.0.1.
    pub async fn start(folder: PathBuf) -> Server {
        Server::under(folder, "").await
    }

    /// Serves a folder under a path such as `a/b/`.
    pub async fn under(folder: PathBuf, prefix: &str) -> Server {
        let headers = std::fs::read_to_string(folder.join("_headers")).unwrap_or_default();
        let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: ")).map(str::to_owned);
        let prefix = prefix.to_owned();
        let shared = Arc::new(Shared {
            folder,
            prefix,
            policy,
            faults: watch::Sender::default(),
            requested: Mutex::default(),
            sent: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("the server runs") });
        Server { address, shared, task }
    }

    /// Answers requests for a file, named from the root, with a fault from now on.
    pub fn set_fault(&self, file: &str, fault: Fault) {
        self.shared.faults.send_modify(|faults| drop(faults.insert(file.to_owned(), fault)));
    }

    /// Removes all faults; requests that were held are answered.
    pub fn clear_faults(&self) {
        self.shared.faults.send_modify(HashMap::clear);
    }

    /// Returns the files sent since the last call, with their sizes in bytes.
    pub fn sent(&self) -> Vec<(String, usize)> {
        std::mem::take(&mut *self.shared.sent.lock().expect("no test panics here"))
    }

    /// Returns how often a file was requested.
    pub fn request_count(&self, file: &str) -> usize {
        self.shared.requested.lock().expect("no test panics here").iter().filter(|requested| *requested == file).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, uri: Uri) -> Response<Body> {
    let path = percent_decode(uri.path().trim_start_matches('/'));
    let Some(path) = path.strip_prefix(&shared.prefix).map(str::to_owned) else { return response(404, "text/plain", Vec::new()) };
    shared.requested.lock().expect("no test panics here").push(path.clone());
    let mut faults = shared.faults.subscribe();
    loop {
        let fault = faults.borrow_and_update().get(&path).cloned();
        match fault {
            None => {
                let mut response = file(&shared, &path).await;
                if let Some(policy) = shared.policy.as_deref().and_then(|policy| policy.parse().ok()) {
                    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
                }
                return response;
            }
            Some(Fault::Status(status)) => return response(status, "text/plain", "no".into()),
            Some(Fault::Instead(text)) => return response(200, kind(&path), text.into_bytes()),
            Some(Fault::Silence) => std::future::pending::<()>().await,
            Some(Fault::Hold) => faults.changed().await.expect("the server outlives its answers"),
        }
    }
}

async fn file(shared: &Shared, path: &str) -> Response<Body> {
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    match tokio::fs::read(shared.folder.join(&name)).await {
        Ok(bytes) => {
            shared.sent.lock().expect("no test panics here").push((name.clone(), bytes.len()));
            response(200, kind(&name), bytes)
        }
        Err(_) => response(404, "text/html", tokio::fs::read(shared.folder.join("404.html")).await.unwrap_or_default()),
    }
}

fn response(status: u16, kind: &str, bytes: Vec<u8>) -> Response<Body> {
    Response::builder()
        .status(StatusCode::from_u16(status).expect("a status"))
        .header(header::CONTENT_TYPE, kind)
        // A test may change a file between two requests.
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::from(bytes))
        .expect("a response")
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "wav" => "audio/wav",
        _ => "application/octet-stream",
    }
}

fn percent_decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            (bytes[at] == b'%').then(|| path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        decoded.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
