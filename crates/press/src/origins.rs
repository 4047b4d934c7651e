//! The sites that pages may load pictures, sound and film from.

use edition::{Address, Site};

/// Returns whether the security policy lets a page show a picture, sound or film from there.
pub(crate) fn allows(site: &Site, address: &Address) -> bool {
    address.is_relative()
        || site.url.as_ref().is_some_and(|url| origin(address) == origin(url))
        || site.media.iter().any(|origin| {
            let rest = address.as_str().strip_prefix(origin.as_str().trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// Returns whether an address is one of the web, written whole.
pub(crate) fn is_on_the_web(address: &Address) -> bool {
    ["https://", "http://"].iter().any(|scheme| address.as_str().starts_with(scheme))
}

/// Returns whether an address can be that of a publication: one to which the paths of its pages can be added.
pub(crate) fn is_public(address: &Address) -> bool {
    is_on_the_web(address) && !address.as_str().contains(['?', '#'])
}

/// Returns whether an address can name a site in a security policy.
pub(crate) fn is_nameable(address: &Address) -> bool {
    is_on_the_web(address) && !address.as_str().contains([' ', ';', ',', '?', '#', '*', '\'', '"'])
}

/// Returns the origin of an address: scheme and host.
pub(crate) fn origin(address: &Address) -> String {
    let origin: String = address.as_str().split_inclusive('/').take(3).collect();
    let origin = origin.trim_end_matches('/');
    // An address without a scheme takes that of the page.
    if origin.starts_with("//") { format!("https:{origin}") } else { origin.to_owned() }
}

/// Says what to do about an address that the policy does not allow.
pub(crate) fn blocked(address: &Address) -> String {
    let origin = origin(address);
    format!(
        "a page may not load anything from {origin}, so this will not be shown. Put the file next to the manuscript, or add {origin} \
         to media in the site ({address})."
    )
}
