//! A picture in each of the positions that the layout has for one.

use edition::Picture;
use leptos::prelude::*;

/// Where a picture is shown, which says how large it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PicturePosition {
    /// At the top of the front page, next to the lead.
    Front,
    /// The same, from edge to edge.
    FrontWide,
    /// In an article, from the measure to the outer edge.
    Article,
    /// In a row of pictures in an article.
    Gallery,
    /// Above a teaser.
    Teaser,
    /// At the end of a line of a list.
    Line,
    /// Who an author is.
    Portrait,
}

impl PicturePosition {
    /// Returns the widths in `style/`, for a `sizes` attribute: the narrowest that is never too narrow.
    pub const fn sizes(self) -> &'static str {
        match self {
            PicturePosition::FrontWide => "(width >= 84rem) 84rem, 100vw",
            PicturePosition::Front => "(width >= 84rem) 43rem, (width >= 62rem) 53vw, 100vw",
            PicturePosition::Article => "(width >= 84rem) 63rem, (width >= 62rem) calc(91vw - 13rem), 91vw",
            PicturePosition::Gallery => "(width >= 84rem) 31rem, (width >= 62rem) calc(45vw - 7rem), 45vw",
            PicturePosition::Teaser => "(width >= 62rem) 24rem, (width >= 36rem) 45vw, 91vw",
            PicturePosition::Line => "(width >= 30rem) 10.5rem, 30vw",
            PicturePosition::Portrait => "9rem",
        }
    }

    /// Returns whether the picture is above the fold, so that the browser loads it before others.
    const fn is_first(self) -> bool {
        matches!(self, PicturePosition::Front | PicturePosition::FrontWide | PicturePosition::Article)
    }

    /// Returns whether it says what the headline next to it does not.
    const fn has_alternative(self) -> bool {
        !matches!(self, PicturePosition::Teaser | PicturePosition::Line)
    }
}

/// A picture with its space reserved. The browser chooses among its copies.
#[component]
pub fn Image(
    /// The picture.
    picture: Picture,
    /// Where it is shown.
    position: PicturePosition,
) -> impl IntoView {
    let srcset = picture.srcset();
    let (width, height) = picture.size.unzip();
    let alt = if position.has_alternative() { picture.alt } else { String::new() };
    let (loading, priority) = if position.is_first() { ("eager", "high") } else { ("lazy", "auto") };
    let source = srcset.map(|srcset| view! { <source type="image/webp" srcset=srcset sizes=position.sizes()/> });
    view! {
        <picture>
            {source}
            <img
                src=picture.url.to_string()
                alt=alt
                width=width
                height=height
                loading=loading
                fetchpriority=priority
                decoding="async"
                data-tone=picture.tone
            />
        </picture>
    }
}
