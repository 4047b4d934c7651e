//! What hosts, crawlers and home screens read: headers, the security policy, `robots.txt`, the manifest.

use edition::{Site, encode};
use offprint_viewer::view_context::ViewContext;
use serde_json::json;

use super::viewer::Viewer;
use crate::{body::markdown::Embeds, look::LookFiles, output};

pub(super) const MANIFEST: &str = "manifest.webmanifest";

/// An icon of the publication.
pub(super) struct Icon {
    /// From the edition's root.
    pub(super) address: String,
    /// `any` for one that scales; none where it is not known.
    pub(super) size: Option<String>,
}

/// Returns the site's own icon, else those of the viewer.
pub(super) fn icons(site: &Site, viewer: Option<&Viewer>) -> Vec<Icon> {
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

/// Returns what a page may load: from its own origin, pictures, sound and film from those that the site names, and the players that it
/// names. Nothing inline, so that no hash can become wrong.
pub(super) fn policy(site: &Site) -> String {
    let embeds = Embeds::new(&site.embeds);
    let frames: String = embeds.origins().iter().map(|origin| format!(" {origin}")).collect();
    let frames = if frames.is_empty() { frames } else { format!("; frame-src{frames}") };
    let media: String = site.media.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'{media}; media-src 'self'{media}; \
         connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'{frames}"
    )
}

/// Returns `_headers`, as Netlify and Cloudflare Pages read it. Files that are not named are revalidated, which is the default of
/// these hosts.
pub(super) fn headers(site: &Site, viewer: Option<&Viewer>, look: &LookFiles, base: &str) -> String {
    let mut text = format!(
        "{base}*\n  Content-Security-Policy: {}; frame-ancestors 'self'\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n",
        policy(site)
    );
    let own = look.immutable.iter().map(String::as_str);
    for name in viewer.into_iter().flat_map(Viewer::immutable_files).chain(own) {
        text.push_str(&format!("{base}{}\n  Cache-Control: public, max-age=31536000, immutable\n", encode(name)));
        if name.ends_with(".wasm") {
            text.push_str("  Content-Type: application/wasm\n");
        }
    }
    text
}

/// Returns `robots.txt`, which allows everything and names the sitemap.
pub(super) fn robots(site: &Site) -> String {
    let sitemap = site.url.as_ref().map(|url| format!("\nSitemap: {url}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

/// Returns the web manifest: how the publication looks on a home screen.
pub(super) fn manifest(context: &ViewContext, viewer: Option<&Viewer>) -> Vec<u8> {
    let icons: Vec<_> = icons(&context.site, viewer)
        .into_iter()
        .map(|icon| match icon.size {
            Some(size) => json!({ "src": icon.address, "sizes": size }),
            None => json!({ "src": icon.address }),
        })
        .collect();
    output::json(&json!({
        "name": context.site_name(), "short_name": context.site_name(), "lang": context.language.as_str(), "dir": context.language.dir(),
        "start_url": "./", "scope": "./", "display": "minimal-ui", "background_color": "#fdfdfb", "theme_color": "#fdfdfb", "icons": icons,
    }))
}
