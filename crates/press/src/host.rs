//! What hosts, crawlers and home screens are told: headers, the security policy, `robots.txt`, the manifest.

use edition::{Address, Site, encode};
use offprint::view_context::ViewContext;
use serde_json::json;

use crate::{lists::json, viewer::Viewer};

pub(crate) const MANIFEST: &str = "manifest.webmanifest";

/// A picture that stands for the paper.
pub(crate) struct Icon {
    /// From the edition's root.
    pub(crate) address: String,
    /// `any` for one that scales; none where it is not known.
    pub(crate) size: Option<String>,
}

/// The paper's own sign, else those that the viewer brings.
pub(crate) fn icons(site: &Site, viewer: Option<&Viewer>) -> Vec<Icon> {
    if let Some(icon) = &site.icon {
        let size = icon.as_str().ends_with(".svg").then(|| "any".to_owned());
        return vec![Icon { address: icon.to_string(), size }];
    }
    let size = |name: &str| match name.strip_prefix("icon-").and_then(|rest| rest.strip_suffix(".png")) {
        Some(size) => format!("{size}x{size}"),
        None => "any".to_owned(),
    };
    let names = viewer.map(|viewer| viewer.icons.clone()).unwrap_or_default();
    names.into_iter().map(|name| Icon { size: Some(size(&name)), address: encode(&name) }).collect()
}

/// What a page may load: from its own origin, and pictures, sound and film from those that the site names.
/// Nothing inline, so that there is no fingerprint to go stale.
pub(crate) fn policy(site: &Site) -> String {
    let media: String = site.media.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'{media}; media-src 'self'{media}; \
         connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'"
    )
}

/// Whether the policy lets a page show a picture, sound or film from there.
pub(crate) fn allows(site: &Site, address: &Address) -> bool {
    address.is_relative()
        || site.media.iter().any(|origin| {
            let rest = address.as_str().strip_prefix(origin.as_str().trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// `_headers`, as Netlify and Cloudflare Pages read it. What is not named is asked for anew each time, by
/// those hosts' own default.
pub(crate) fn headers(site: &Site, viewer: Option<&Viewer>, base: &str) -> String {
    let mut text = format!(
        "{base}*\n  Content-Security-Policy: {}; frame-ancestors 'self'\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n",
        policy(site)
    );
    for name in viewer.into_iter().flat_map(Viewer::lasting) {
        text.push_str(&format!("{base}{}\n  Cache-Control: public, max-age=31536000, immutable\n", encode(name)));
        if name.ends_with(".wasm") {
            text.push_str("  Content-Type: application/wasm\n");
        }
    }
    text
}

/// `robots.txt`: everything may be read, and where the list of it is.
pub(crate) fn robots(site: &Site) -> String {
    let sitemap = site.url.as_ref().map(|url| format!("\nSitemap: {url}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// The web manifest: how the paper stands on a home screen.
pub(crate) fn manifest(context: &ViewContext, viewer: Option<&Viewer>) -> Vec<u8> {
    let icons: Vec<_> = icons(&context.site, viewer)
        .into_iter()
        .map(|icon| match icon.size {
            Some(size) => json!({ "src": icon.address, "sizes": size }),
            None => json!({ "src": icon.address }),
        })
        .collect();
    json(&json!({
        "name": context.site_name(), "short_name": context.site_name(), "lang": context.language.as_str(), "dir": context.language.dir(),
        "start_url": "./", "scope": "./", "display": "minimal-ui", "background_color": "#fdfdfb", "theme_color": "#fdfdfb", "icons": icons,
    }))
}
