//! From a question to articles: shards, cards, passages.

use std::{cell::Cell, future::poll_fn, pin::Pin, rc::Rc, task::Poll};

use edition::{article_file, encode};
use js_sys::Array;
use search::{
    answer::{Hit, answer},
    format::{Card, Index, PACK, Segment, file, read_cards, read_numbers},
    markup, order,
    passage::Finder,
    query::{Filters, Query},
};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    files::{self, Bytes, Problem},
    worker::{send, text, texts},
};

thread_local! {
    /// The number of what was asked last: an answer to anything else is late.
    static LAST: Cell<f64> = const { Cell::new(0.0) };
}

/// Answers a question.
pub(crate) async fn find(message: Array) {
    let number = message.get(1);
    LAST.set(number.as_f64().unwrap_or_default());
    let search = Search {
        root: text(&message, 2),
        by_day: message.get(8).is_truthy(),
        shown: message.get(9).as_f64().unwrap_or_default() as usize,
        query: {
            let (section, tag, year) = (text(&message, 5), text(&message, 6), text(&message, 7));
            Query::parse(&text(&message, 4), Filters { section: &section, tag: &tag, year: &year })
        },
        number: number.clone(),
    };
    let languages: Array = message.get(3).unchecked_into();
    let languages = languages.iter().filter_map(|language| language.as_string()).collect();
    if let Err(problem) = search.run(languages).await
        && !search.is_late()
    {
        // The next try begins with what the server has now.
        files::forget();
        let kind = match problem {
            Problem::Unreachable => "unreachable",
            Problem::Missing => "missing",
            Problem::Torn => "torn",
        };
        send("failed", &[number, kind.into()]);
    }
}

struct Search {
    number: JsValue,
    root: String,
    query: Query,
    by_day: bool,
    shown: usize,
}

/// What one language's index finds.
struct Part {
    language: String,
    index: Rc<Index>,
    hits: Vec<Hit>,
    /// Whether a shard could not be read.
    torn: bool,
}

/// How the fetch of a file ended.
type Fetched = Result<Bytes, Problem>;

/// An article that was found, in which part.
#[derive(Clone, Copy)]
struct Found {
    part: usize,
    hit: Hit,
    /// Its place in time, where that is asked for.
    place: u32,
}

impl Search {
    /// Whether the reader looks for something else by now.
    fn is_late(&self) -> bool {
        self.number.as_f64() != Some(LAST.get())
    }

    async fn run(&self, languages: Vec<String>) -> Result<(), Problem> {
        let mut parts = Vec::new();
        for language in languages {
            parts.push(self.part(language).await?);
            if self.is_late() {
                return Ok(());
            }
        }
        self.offer(&parts);
        let found = self.ordered(&parts).await?;
        let shown = &found[..found.len().min(self.shown)];
        let mut files = Vec::new();
        for Found { part, hit, .. } in shown {
            let Part { language, index, .. } = &parts[*part];
            let segment = &index.segments[hit.segment];
            let pack = self.address(language, &file::pack(&segment.name, hit.article / PACK));
            if segment.cards.is_empty() && !files.contains(&pack) {
                files.push(pack);
            }
        }
        self.fetch(files).await;
        let mut cards = Vec::new();
        for Found { part, hit, .. } in shown {
            cards.push(self.card(&parts[*part], *hit).await?);
        }
        if self.is_late() {
            return Ok(());
        }
        self.tell(&parts, &found, &cards);
        for (n, (card, found)) in cards.iter().zip(shown).enumerate() {
            let part = &parts[found.part];
            let address = [self.root.as_str(), &encode(&article_file(&card.id))].concat();
            // One after the other, so that the first come first.
            if let Some(body) = files::body(&address).await {
                if self.is_late() {
                    return Ok(());
                }
                let passage = Finder::new(&self.query, &part.language, &part.index.common).passage(&markup::text(&body));
                send("passage", &[self.number.clone(), (n as u32).into(), texts(&passage)]);
            }
        }
        Ok(())
    }

    /// Asks one language's index. Where a file is gone the paper was printed anew: then once more, with a new index.
    async fn part(&self, language: String) -> Result<Part, Problem> {
        let mut index = files::index(&self.root, &language, false).await?;
        let mut again = false;
        loop {
            let wanted = self.query.shards(&index);
            let address =
                |(segment, n): &(usize, usize)| self.address(&language, &file::shard(&index.segments[*segment].name, *n));
            let shards = self.fetch(wanted.iter().map(address).collect()).await;
            let gone = shards.iter().any(|shard| matches!(shard, Err(Problem::Missing | Problem::Torn)));
            if gone && !again {
                again = true;
                let new = files::index(&self.root, &language, true).await?;
                if new != index {
                    index = new;
                    continue;
                }
            }
            let mut known: Vec<((usize, usize), Bytes)> = Vec::new();
            for (at, shard) in wanted.into_iter().zip(shards) {
                if let Ok(bytes) = shard {
                    known.push((at, bytes));
                }
            }
            let shard = |segment, n| known.iter().find(|(at, _)| *at == (segment, n)).map(|(_, bytes)| &bytes[..]);
            let found = answer(&self.query, &language, &index, shard);
            let torn = !found.torn.is_empty();
            if torn && known.is_empty() {
                return Err(if gone { Problem::Torn } else { Problem::Unreachable });
            }
            return Ok(Part { language, index, hits: found.hits, torn });
        }
    }

    fn address(&self, language: &str, name: &str) -> String {
        [self.root.as_str(), &file::folder(language), name].concat()
    }

    /// Files, all at once; each stays at hand.
    async fn fetch(&self, addresses: Vec<String>) -> Vec<Fetched> {
        let mut waiting: Vec<Pin<Box<dyn Future<Output = Fetched>>>> = Vec::new();
        for address in addresses {
            waiting.push(Box::pin(async move { files::get(&address).await }));
        }
        let mut outcomes: Vec<Option<Fetched>> = waiting.iter().map(|_| None).collect();
        poll_fn(|context| {
            let mut ready = true;
            for (file, outcome) in waiting.iter_mut().zip(&mut outcomes) {
                if outcome.is_none() {
                    match file.as_mut().poll(context) {
                        Poll::Ready(value) => *outcome = Some(value),
                        Poll::Pending => ready = false,
                    }
                }
            }
            if ready { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        outcomes.into_iter().flatten().collect()
    }

    async fn card(&self, part: &Part, hit: Hit) -> Result<Card, Problem> {
        let segment = &part.index.segments[hit.segment];
        if let Some(card) = segment.cards.get(hit.article as usize) {
            return Ok(card.clone());
        }
        let pack = files::get(&self.address(&part.language, &file::pack(&segment.name, hit.article / PACK))).await?;
        let cards = read_cards(&pack).map_err(|_| Problem::Torn)?;
        cards.into_iter().nth((hit.article % PACK) as usize).ok_or(Problem::Torn)
    }

    /// All that was found, as the reader wants it.
    async fn ordered(&self, parts: &[Part]) -> Result<Vec<Found>, Problem> {
        let mut all = Vec::new();
        for (n, part) in parts.iter().enumerate() {
            let mut orders: Vec<Vec<u32>> = Vec::new();
            if self.by_day {
                for segment in &part.index.segments {
                    orders.push(self.places(&part.language, segment).await?);
                }
            }
            for hit in &part.hits {
                let order = orders.get(hit.segment);
                let place = order.and_then(|order| order.get(hit.article as usize)).copied().unwrap_or_default();
                all.push(Found { part: n, hit: *hit, place });
            }
        }
        let by_day = self.by_day;
        // Those that have all of the query come first in either order.
        let lacks = |found: &Found| u64::from(!found.hit.whole);
        Ok(order::by(&all, |found| match by_day {
            // The latest of the last segment first.
            true => lacks(found) << 63 | ((1 << 40) - ((found.hit.segment as u64) << 32 | u64::from(found.place))),
            false => lacks(found) << 32 | order::more_first(found.hit.score),
        }))
    }

    /// The places of a segment's articles in time.
    async fn places(&self, language: &str, segment: &Segment) -> Result<Vec<u32>, Problem> {
        // Those that come with the index are in order.
        if !segment.cards.is_empty() {
            return Ok((0..segment.articles).collect());
        }
        let bytes = files::get(&self.address(language, &file::order(&segment.name))).await?;
        read_numbers(&bytes).map_err(|_| Problem::Torn)
    }

    /// What the reader can choose from.
    fn offer(&self, parts: &[Part]) {
        let (tags, mut years) = (Array::new(), (u32::MAX, 0));
        for part in parts {
            let (from, to) = part.index.years;
            years = (years.0.min(from), years.1.max(to));
            for (id, name) in &part.index.tags {
                tags.push(&texts([id, name]));
            }
        }
        send("offers", &[self.number.clone(), tags.into(), years.0.into(), years.1.into()]);
    }

    fn tell(&self, parts: &[Part], found: &[Found], cards: &[Card]) {
        let shown = Array::new();
        for (card, found) in cards.iter().zip(found) {
            let part = &parts[found.part];
            let title = Finder::new(&self.query, &part.language, &part.index.common).marked(&card.title);
            let values = Array::of5(
                &part.language.as_str().into(),
                &card.id.as_str().into(),
                &texts(&title),
                &card.day.as_str().into(),
                &card.section.as_str().into(),
            );
            shown.push(&values);
        }
        let torn = parts.iter().any(|part| part.torn);
        send("found", &[self.number.clone(), (found.len() as u32).into(), torn.into(), shown.into()]);
    }
}
