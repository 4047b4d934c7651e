//! Players of other sites: an address on a line of its own becomes a card, whose player is loaded by a click.

use comrak::nodes::{AstNode, NodeValue};
use url::Url;

use super::{addresses::is_bare, text_of};
use crate::body::html::{encode_attribute, escape};

/// A site whose players may be shown.
#[derive(Clone, Debug, PartialEq)]
enum Provider {
    YouTube,
    Vimeo,
    Bilibili,
    /// A server of PeerTube or Mastodon, by its origin.
    Server(String),
}

/// The sites whose players may be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Embeds(Vec<Provider>);

impl Embeds {
    /// Reads what the site says: `youtube`, `vimeo`, `bilibili`, or the address of a server. What is none of them is left out.
    pub(crate) fn new(names: &[String]) -> Embeds {
        Embeds(names.iter().filter_map(|name| Provider::parse(name)).collect())
    }

    /// Returns whether a name is one that [`Embeds::new`] understands.
    pub(crate) fn is_known(name: &str) -> bool {
        Provider::parse(name).is_some()
    }

    /// Returns the origins of the players, for the security policy.
    pub(crate) fn origins(&self) -> Vec<&str> {
        self.0.iter().map(Provider::origin).collect()
    }

    /// Returns the address of the player for the address of a page.
    fn player(&self, address: &str) -> Option<String> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        self.0.iter().find_map(|provider| provider.player(&url))
    }
}

impl Provider {
    fn parse(name: &str) -> Option<Provider> {
        Some(match name.trim().to_lowercase().as_str() {
            "youtube" => Provider::YouTube,
            "vimeo" => Provider::Vimeo,
            "bilibili" => Provider::Bilibili,
            address => {
                let url = Url::parse(address).ok().filter(|url| url.scheme() == "https" && url.path() == "/")?;
                Provider::Server(url.origin().ascii_serialization())
            }
        })
    }

    fn origin(&self) -> &str {
        match self {
            // The players of YouTube that set no cookie before they are played.
            Provider::YouTube => "https://www.youtube-nocookie.com",
            Provider::Vimeo => "https://player.vimeo.com",
            Provider::Bilibili => "https://player.bilibili.com",
            Provider::Server(origin) => origin,
        }
    }

    fn player(&self, url: &Url) -> Option<String> {
        let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.").to_owned();
        let path: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
        let parameter = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let is_id = |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let origin = self.origin();
        match self {
            Provider::YouTube => {
                let watched = parameter("v");
                let id = match (host.as_str(), &path[..]) {
                    ("youtu.be", [id, ..]) => id,
                    ("youtube.com", ["watch"]) => watched.as_deref()?,
                    ("youtube.com", ["shorts" | "live" | "embed", id]) => id,
                    _ => return None,
                };
                let start = parameter("t").or_else(|| parameter("start"));
                let start = start.and_then(|start| seconds(&start));
                let start = start.map(|start| format!("?start={start}")).unwrap_or_default();
                Some(id).filter(is_id).map(|id| format!("{origin}/embed/{id}{start}"))
            }
            Provider::Vimeo => match (host.as_str(), &path[..]) {
                ("vimeo.com", [id]) if id.parse::<u64>().is_ok() => Some(format!("{origin}/video/{id}?dnt=1")),
                _ => None,
            },
            Provider::Bilibili => match (host.as_str(), &path[..]) {
                ("bilibili.com", ["video", id]) if id.starts_with("BV") && is_id(id) => {
                    Some(format!("{origin}/player.html?bvid={id}&autoplay=0"))
                }
                _ => None,
            },
            Provider::Server(_) if url.origin().ascii_serialization() == *origin => match &path[..] {
                ["w", id] | ["videos", "watch", id] if is_id(id) => Some(format!("{origin}/videos/embed/{id}")),
                [user, id] if user.starts_with('@') && id.parse::<u64>().is_ok() => Some(format!("{origin}/{user}/{id}/embed")),
                _ => None,
            },
            Provider::Server(_) => None,
        }
    }
}

/// Returns a time such as `90`, `90s` or `1h2m3s` in seconds.
fn seconds(time: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut rest = time;
    for (unit, factor) in [('h', 3_600), ('m', 60), ('s', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            total = total.checked_add(number.parse::<u32>().ok()?.checked_mul(factor)?)?;
            rest = after;
        }
    }
    if rest.is_empty() { Some(total) } else { total.checked_add(rest.parse().ok()?) }
}

/// Marks the paragraphs of a tree that are an address with a player.
pub(super) fn mark_players<'a>(root: &'a AstNode<'a>, embeds: &Embeds) {
    if embeds.0.is_empty() {
        return;
    }
    for node in root.descendants().collect::<Vec<_>>() {
        let is_paragraph = matches!(node.data.borrow().value, NodeValue::Paragraph);
        let Some(link) = node.first_child().filter(|child| is_paragraph && child.next_sibling().is_none()) else { continue };
        let Some(shown) = link.first_child().and_then(text_of).filter(|shown| is_bare(link, shown)) else { continue };
        let address = match &link.data.borrow().value {
            NodeValue::Link(link) => link.url.clone(),
            _ => continue,
        };
        let Some(player) = embeds.player(&address) else { continue };
        link.detach();
        node.data.borrow_mut().value = NodeValue::Raw(format!(
            "<p class=\"embed\"><a href=\"{}\" data-player=\"{}\">{}</a></p>\n",
            encode_attribute(&address),
            encode_attribute(&player),
            escape(&shown)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Dialect, convert},
        *,
    };

    fn embeds() -> Embeds {
        Embeds::new(&["youtube", "vimeo", "bilibili", "https://tube.example", "https://social.example/"].map(str::to_owned))
    }

    #[test]
    fn addresses_have_players() {
        for (address, player) in [
            ("https://www.youtube.com/watch?v=aB-9_x&t=90s", "https://www.youtube-nocookie.com/embed/aB-9_x?start=90"),
            ("https://youtu.be/aB9", "https://www.youtube-nocookie.com/embed/aB9"),
            ("https://youtu.be/aB9?t=1m30s", "https://www.youtube-nocookie.com/embed/aB9?start=90"),
            ("https://vimeo.com/123", "https://player.vimeo.com/video/123?dnt=1"),
            (
                "https://www.bilibili.com/video/BV1xx411c7mD/",
                "https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&autoplay=0",
            ),
            ("https://tube.example/w/aB9", "https://tube.example/videos/embed/aB9"),
            ("https://social.example/@ma/1122", "https://social.example/@ma/1122/embed"),
        ] {
            assert_eq!(embeds().player(address).as_deref(), Some(player));
        }
        for address in
            ["https://other.example/w/aB9", "https://vimeo.com/about", "https://youtube.com/watch?v=%22x", "mailto:a@b"]
        {
            assert_eq!(embeds().player(address), None, "{address}");
        }
    }

    #[test]
    fn only_an_address_on_a_line_of_its_own_is_a_card() {
        let html = |text: &str| convert(text, &Dialect { embeds: embeds(), ..Dialect::default() }).html;
        assert_eq!(
            html("https://youtu.be/aB9"),
            "<p class=\"embed\"><a href=\"https://youtu.be/aB9\" data-player=\"https://www.youtube-nocookie.com/embed/aB9\">https://youtu.be/aB9</a></p>\n"
        );
        assert!(!html("See https://youtu.be/aB9").contains("data-player"));
        assert!(!html("[Film](https://youtu.be/aB9)").contains("data-player"));
    }
}
