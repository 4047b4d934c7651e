//! The ranking from an index equals a ranking that reads every text.

use std::{collections::HashMap, io::Read};

use flate2::read::GzDecoder;
use proptest::prelude::*;

use super::{
    proximity::ADJACENCY_BONUS,
    rank::{FEW_COMPLETE_HITS, MIN_COVERAGE},
    scores::{HALF_SATURATION, TITLE_BONUS, TITLE_SHARE_BONUS},
    *,
};
use crate::{
    format::{Card, TITLE_END, file, length_class, read_cards},
    query::Filters,
    terms::{Unit, tokenize},
    write::{Document, index},
};

const WORDS: [&str; 7] = ["solar", "cells", "port", "wind", "north", "quay", "tea"];

/// Returns the articles that match the words, with their scores, best first.
fn exhaustive(words: &[&str], texts: &[(String, String)]) -> Vec<(usize, f32)> {
    let tokens = |(title, body): &(String, String)| {
        let mut tokens = Vec::new();
        let end = tokenize(title, 0, |token| tokens.push(token));
        tokenize(body, (end + 3).max(TITLE_END), |token| tokens.push(token));
        tokens
    };
    let articles: Vec<_> = texts.iter().map(tokens).collect();
    let positions = |article: usize, word: &str| -> Vec<u32> {
        let is_word = |unit: &Unit| matches!(unit, Unit::Word(other) if other == word);
        articles[article].iter().filter(|token| is_word(&token.unit)).map(|token| token.position).collect()
    };
    let idf: Vec<f32> = words
        .iter()
        .map(|word| {
            let frequency = (0..texts.len()).filter(|article| !positions(*article, word).is_empty()).count() as f32;
            (1.0 + (texts.len() as f32 - frequency + 0.5) / (frequency + 0.5)).ln()
        })
        .collect();
    let (mut complete, mut partial) = (Vec::new(), Vec::new());
    for (article, tokens) in articles.iter().enumerate() {
        let positions: Vec<Vec<u32>> = words.iter().map(|word| positions(article, word)).collect();
        let found: Vec<usize> = (0..words.len()).filter(|word| !positions[*word].is_empty()).collect();
        let title_length = tokens.iter().filter(|token| token.position < TITLE_END).count() as f32;
        let last = tokens.last().map_or(0, |token| token.position);
        let saturation = HALF_SATURATION[usize::from(length_class(last.saturating_sub(TITLE_END)))];
        let mut score = 0.0;
        for word in &found {
            let count = positions[*word].len() as f32;
            let is_in_title = positions[*word][0] < TITLE_END;
            let title = if is_in_title { TITLE_BONUS + TITLE_SHARE_BONUS / title_length } else { 0.0 };
            score += idf[*word] * (count / (count + saturation) + title);
        }
        let mut proximity = 0.0;
        for pair in found.windows(2) {
            let distance = (pair[1] - pair[0]) as u32;
            if positions[pair[0]].iter().any(|position| positions[pair[1]].contains(&(position + distance))) {
                proximity += (idf[pair[0]] + idf[pair[1]]) * ADJACENCY_BONUS;
            }
        }
        let is_sequence = |start: u32| found.iter().all(|word| positions[*word].contains(&(start + (*word - found[0]) as u32)));
        let has_sequence = found.first().is_some_and(|first| positions[*first].iter().any(|start| is_sequence(*start)));
        score += if has_sequence { 2.0 * proximity } else { proximity };
        let coverage = found.iter().map(|word| idf[*word]).sum::<f32>() / idf.iter().sum::<f32>();
        let hit = (article, score * coverage * coverage);
        if found.len() == words.len() {
            complete.push(hit);
        } else if coverage >= MIN_COVERAGE {
            partial.push(hit);
        }
    }
    complete.sort_by(|one, other| other.1.total_cmp(&one.1));
    partial.sort_by(|one, other| other.1.total_cmp(&one.1));
    if complete.len() < FEW_COMPLETE_HITS {
        complete.extend(partial);
    }
    complete
}

fn texts() -> impl Strategy<Value = Vec<(String, String)>> {
    let words = |lengths| prop::collection::vec(prop::sample::select(WORDS.to_vec()), lengths).prop_map(|words| words.join(" "));
    prop::collection::vec((words(1..6), words(1..40)), 1..60)
}

proptest! {
    #[test]
    fn the_ranking_equals_that_of_reading_every_text(texts in texts(), words in prop::sample::subsequence(WORDS.to_vec(), 1..4)) {
        let documents: Vec<Document<'_>> = texts.iter().enumerate().map(|(article, (title, body))| {
            let card = Card { id: article.to_string(), title: title.clone(), ..Card::default() };
            Document { card, body: body.into(), ..Document::default() }
        }).collect();
        let decompress = |bytes: Vec<u8>| {
            let mut plain = Vec::new();
            GzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("the writer compresses its files");
            plain
        };
        let files: HashMap<String, Vec<u8>> =
            index("und", &documents[..]).into_iter().map(|(name, bytes)| (name, decompress(bytes))).collect();
        let index = Index::read(&files[file::INDEX]).expect("the reader decodes what the writer encodes");
        // The space makes the last word a complete one. The language has no stemmer.
        let query = Query::parse(&(words.join(" ") + " "), Filters::default());
        let answer = answer(&query, "und", &index, |segment, shard| {
            files.get(&file::shard(&index.segments[segment].name, shard)).map(Vec::as_slice)
        });
        let article = |hit: &Hit| -> usize {
            let segment = &index.segments[hit.segment];
            let card = segment.cards.get(hit.article as usize).cloned();
            let card = card.unwrap_or_else(|| {
                read_cards(&files[&file::pack(&segment.name, 0)]).expect("a pack of cards")[hit.article as usize].clone()
            });
            card.id.parse().expect("a number")
        };
        let expected = exhaustive(&words, &texts);
        prop_assert_eq!(answer.hits.len(), expected.len());
        let scores: HashMap<usize, f32> = expected.iter().copied().collect();
        for (hit, (_, score)) in answer.hits.iter().zip(&expected) {
            // Articles with equal scores may be in any order.
            prop_assert!((hit.score - score).abs() <= 1e-4 * score.abs().max(1.0), "{} {}", hit.score, score);
            prop_assert!((hit.score - scores[&article(hit)]).abs() <= 1e-4 * score.abs().max(1.0));
        }
    }
}
