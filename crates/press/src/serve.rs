//! `offprint serve`: shows the newspaper while it is written.
//!
//! `workshop` makes an edition and remakes it after a change, `watch` says when something changed, `server` answers browsers. Nothing is
//! written: a page is rendered when a browser asks for it, so a change costs no more than what is looked at.

mod server;
mod watch;
mod workshop;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use crate::{cache::Cache, render::viewer::Viewer};
use workshop::Workshop;

/// The first port that is tried where none is asked for, and how many more.
const FIRST_PORT: u16 = 8080;
const MORE_PORTS: u16 = 20;

/// What is served, and how.
pub(crate) struct Settings {
    pub(crate) content: PathBuf,
    /// The port; none for the first one that is free.
    pub(crate) port: Option<u16>,
    pub(crate) drafts: bool,
    pub(crate) viewer: Option<Viewer>,
}

/// Serves a newspaper until the process ends. `started` is called with its address.
///
/// # Errors
///
/// A port that is taken, a folder that cannot be watched.
pub(crate) fn serve(settings: Settings, started: impl FnOnce(&str)) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the server")?;
    let listener = runtime.block_on(listen(settings.port))?;
    let address = format!("http://{}/", listener.local_addr().context("the server has no address")?);
    let workshop =
        Arc::new(Workshop::new(settings.content.clone(), settings.drafts, settings.viewer, Cache::temporary()?.into()));
    // From now on, so that no change is missed while the first edition is made.
    let changes = watch::watch(&settings.content)?;
    workshop.make();
    started(&address);
    let maker = workshop.clone();
    std::thread::spawn(move || maker.follow(&changes));
    runtime.block_on(server::run(listener, workshop))
}

/// Listens on loopback.
async fn listen(port: Option<u16>) -> Result<TcpListener> {
    let bind = async |port| TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await;
    if let Some(port) = port {
        return bind(port).await.with_context(|| format!("port {port} cannot be used: name another with --port"));
    }
    for port in FIRST_PORT..FIRST_PORT + MORE_PORTS {
        if let Ok(listener) = bind(port).await {
            return Ok(listener);
        }
    }
    bind(0).await.context("there is no free port")
}
