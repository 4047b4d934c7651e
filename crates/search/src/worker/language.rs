//! Queries to the index of one language.

use std::rc::Rc;

use search::{
    answer::{Hit, answer},
    correct::{self, Correction, correct},
    format::{Card, Index, PACK, Segment, ShardId, file, read_cards, read_numbers},
    messages::FailureReason,
    query::Query,
};

use crate::files::{self, Bytes};

/// The hits of one language.
pub(crate) struct LanguageHits {
    pub(crate) language: String,
    pub(crate) index: Rc<Index>,
    pub(crate) hits: Vec<Hit>,
    /// Whether a shard could not be read.
    pub(crate) incomplete: bool,
    /// The address of the index's folder.
    folder: String,
}

impl LanguageHits {
    /// Queries the index of a language.
    ///
    /// A missing or corrupt file usually means that the edition was reprinted, so the index is reloaded once; if it has changed, the
    /// query is repeated. Otherwise the remaining shards answer; it is an error if there are none.
    pub(crate) async fn find(query: &Query, root: &str, language: String) -> Result<LanguageHits, FailureReason> {
        let folder = [root, &file::folder(&language)].concat();
        let mut index = files::index(root, &language, false).await?;
        let mut has_reloaded = false;
        loop {
            let shards = query.shards(&index);
            let loaded = load_shards(&folder, &index, &shards).await;
            let is_stale = loaded.iter().any(|file| matches!(file, Err(FailureReason::Missing | FailureReason::Corrupt)));
            if is_stale && !has_reloaded {
                has_reloaded = true;
                let reloaded = files::index(root, &language, true).await?;
                if reloaded != index {
                    index = reloaded;
                    continue;
                }
            }
            let answer = answer(query, &language, &index, |segment, shard| shard_bytes(&shards, &loaded, (segment, shard)));
            let incomplete = !answer.unreadable_shards.is_empty();
            if incomplete && loaded.iter().all(Result::is_err) {
                return Err(if is_stale { FailureReason::Corrupt } else { FailureReason::Unreachable });
            }
            return Ok(LanguageHits { language, index, hits: answer.hits, incomplete, folder });
        }
    }

    /// Corrects the spelling of a query without hits. `text` is the query as the reader typed it.
    pub(crate) async fn correction(&self, text: &str, query: &Query) -> Option<Correction> {
        let shards = correct::shards(query, &self.index);
        let loaded = load_shards(&self.folder, &self.index, &shards).await;
        let shard_bytes = |segment, shard| shard_bytes(&shards, &loaded, (segment, shard));
        correct(text, query, &self.language, &self.index, &shard_bytes)
    }

    /// Returns the address of the pack with a hit's card; `None` if the card is part of the index.
    pub(crate) fn pack_address(&self, hit: Hit) -> Option<String> {
        let segment = &self.index.segments[hit.segment];
        segment.cards.is_empty().then(|| self.address(&file::pack(&segment.name, hit.article / PACK)))
    }

    /// Returns the card of a hit.
    pub(crate) async fn card(&self, hit: Hit) -> Result<Card, FailureReason> {
        let Some(address) = self.pack_address(hit) else {
            let cards = &self.index.segments[hit.segment].cards;
            return cards.get(hit.article as usize).cloned().ok_or(FailureReason::Corrupt);
        };
        let cards = read_cards(&files::load(&address).await?).map_err(|_| FailureReason::Corrupt)?;
        cards.into_iter().nth((hit.article % PACK) as usize).ok_or(FailureReason::Corrupt)
    }

    /// Returns the chronological ranks of a segment's articles.
    pub(crate) async fn chronological_ranks(&self, segment: &Segment) -> Result<Vec<u32>, FailureReason> {
        // Articles whose cards are part of the index are in chronological order.
        if !segment.cards.is_empty() {
            return Ok((0..segment.article_count).collect());
        }
        let bytes = files::load(&self.address(&file::order(&segment.name))).await?;
        read_numbers(&bytes).map_err(|_| FailureReason::Corrupt)
    }

    fn address(&self, name: &str) -> String {
        [self.folder.as_str(), name].concat()
    }
}

async fn load_shards(folder: &str, index: &Index, shards: &[ShardId]) -> Vec<Result<Bytes, FailureReason>> {
    let address = |(segment, shard): &ShardId| [folder, &file::shard(&index.segments[*segment].name, *shard)].concat();
    files::load_all(&shards.iter().map(address).collect::<Vec<_>>()).await
}

/// Returns the bytes of a shard that was loaded.
fn shard_bytes<'a>(shards: &[ShardId], loaded: &'a [Result<Bytes, FailureReason>], shard: ShardId) -> Option<&'a [u8]> {
    let index = shards.iter().position(|other| *other == shard)?;
    loaded[index].as_ref().ok().map(|bytes| &bytes[..])
}
