//! Which images go and which stay. Pure: takes what is known of them and gives a verdict with its reason for each.
//!
//! Holds, whatever the policy: what a task uses stays; what was loaded from an archive stays, because nobody could bring it
//! back; an image counts for the bytes that really come free, which those are not that another one shares.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime};

use serde::Serialize;

use crate::store::Origin;

/// What the operator wants removed. By default: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention {
    /// Images that no task has used for this long go.
    pub unused_for: Option<Duration>,
    /// When the disk is too full, further ones go, those first whose last use is the longest ago.
    pub disk: Option<Watermarks>,
    /// What was used within this time stays, however full the disk is.
    pub minimum_age: Duration,
    /// Of each repository so many images stay, those that were used last.
    pub keep_last: usize,
    /// Unfinished downloads that nobody went on with for this long go.
    pub partials_kept: Duration,
}

/// Parts of the file system, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watermarks {
    /// Fuller than this is too full.
    pub above: u8,
    /// Down to this there is something to do then.
    pub until: u8,
}

/// The file system that the store lies on, as `df` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DiskSpace {
    pub used_bytes: u64,
    pub free_bytes: u64,
}

impl DiskSpace {
    /// Whether more than `percent` of it are used.
    pub fn is_above(&self, percent: u8) -> bool {
        let all = u128::from(self.used_bytes) + u128::from(self.free_bytes);
        u128::from(self.used_bytes) * 100 > all * u128::from(percent)
    }

    /// Some file systems don't tell, and show nothing of anything.
    pub(crate) fn is_known(&self) -> bool {
        self.used_bytes > 0 || self.free_bytes > 0
    }

    pub(crate) fn with_freed(self, bytes: u64) -> Self {
        let bytes = bytes.min(self.used_bytes);
        Self { used_bytes: self.used_bytes - bytes, free_bytes: self.free_bytes + bytes }
    }
}

/// What becomes of an image, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", content = "reason", rename_all = "camelCase")]
pub enum Verdict {
    Goes(Goes),
    Stays(Stays),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Goes {
    Unused,
    DiskFull,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Stays {
    /// A task that runs or is about to has it.
    InUse,
    /// It came from an archive.
    Loaded,
    /// It is among the last of its repository.
    KeptLast,
    /// It was used not so long ago.
    Recent,
    /// All that it is made of stays in any case.
    Shared,
    /// Nothing asks for its room.
    NotAsked,
}

/// What is known of an image.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub repository: String,
    pub last_used: SystemTime,
    pub origin: Origin,
    pub in_use: bool,
    /// Names and sizes of what it is made of; another image's part of the same name is the same.
    pub parts: Vec<(String, u64)>,
}

/// A verdict, and the bytes that come free with it once all that goes before has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judged {
    pub verdict: Verdict,
    pub frees_bytes: u64,
}

/// Judges `images`, in their order. `held` names parts that stay although no image has them.
pub(crate) fn judge(
    images: &[Candidate],
    held: &HashSet<String>,
    policy: &Retention,
    disk: DiskSpace,
    now: SystemTime,
) -> Vec<Judged> {
    let mut judging = Judging::new(images, held);
    let kept_last = kept_last(images, policy.keep_last);
    let protection = |index: usize| match &images[index] {
        image if image.in_use => Some(Stays::InUse),
        image if image.origin == Origin::Archive => Some(Stays::Loaded),
        _ if kept_last.contains(&index) => Some(Stays::KeptLast),
        _ => None,
    };
    // One from the future is as good as used now: clocks are set back, too.
    let unused = |index: usize| now.duration_since(images[index].last_used).unwrap_or_default();
    let mut open = Vec::new();
    for index in 0..images.len() {
        match protection(index) {
            Some(reason) => judging.stays(index, reason),
            None => open.push(index),
        }
    }
    open.sort_by_key(|index| (images[*index].last_used, *index));
    if let Some(limit) = policy.unused_for {
        for index in open.extract_if(.., |index| unused(*index) >= limit) {
            judging.goes(index, Goes::Unused);
        }
    }
    let lasting = judging.lasting_parts(held);
    let is_full = |judging: &Judging, percent| disk.with_freed(judging.freed_bytes).is_above(percent);
    let too_full = policy.disk.filter(|marks| is_full(&judging, marks.above));
    for index in open {
        let spared = policy.unused_for.map_or(Stays::NotAsked, |_| Stays::Recent);
        match too_full {
            Some(marks) if is_full(&judging, marks.until) => {
                if unused(index) < policy.minimum_age {
                    judging.stays(index, Stays::Recent);
                } else if images[index].parts.iter().all(|(part, _)| lasting.contains(part)) {
                    judging.stays(index, Stays::Shared);
                } else {
                    judging.goes(index, Goes::DiskFull);
                }
            }
            _ => judging.stays(index, spared),
        }
    }
    judging.judged
}

/// The images that are among the `count` of their repository that were used last.
fn kept_last(images: &[Candidate], count: usize) -> HashSet<usize> {
    let mut by_repository: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, image) in images.iter().enumerate() {
        by_repository.entry(&image.repository).or_default().push(index);
    }
    let last = |mut indexes: Vec<usize>| {
        indexes.sort_by_key(|index| Reverse((images[*index].last_used, *index)));
        indexes.truncate(count);
        indexes
    };
    by_repository.into_values().flat_map(last).collect()
}

struct Judging<'a> {
    images: &'a [Candidate],
    /// How many still need a part.
    needed: HashMap<&'a str, usize>,
    judged: Vec<Judged>,
    freed_bytes: u64,
}

impl<'a> Judging<'a> {
    fn new(images: &'a [Candidate], held: &'a HashSet<String>) -> Self {
        let mut needed: HashMap<&str, usize> = held.iter().map(|part| (part.as_str(), 1)).collect();
        for image in images {
            for part in distinct(image) {
                *needed.entry(part.0).or_default() += 1;
            }
        }
        let unasked = Judged { verdict: Verdict::Stays(Stays::NotAsked), frees_bytes: 0 };
        Self { images, needed, judged: vec![unasked; images.len()], freed_bytes: 0 }
    }

    fn stays(&mut self, index: usize, reason: Stays) {
        self.judged[index] = Judged { verdict: Verdict::Stays(reason), frees_bytes: 0 };
    }

    fn goes(&mut self, index: usize, reason: Goes) {
        let mut frees_bytes = 0;
        for (part, bytes) in distinct(&self.images[index]) {
            let needed = self.needed.entry(part).or_default();
            *needed = needed.saturating_sub(1);
            if *needed == 0 {
                frees_bytes += bytes;
            }
        }
        self.freed_bytes += frees_bytes;
        self.judged[index] = Judged { verdict: Verdict::Goes(reason), frees_bytes };
    }

    /// The parts of what stays whatever comes.
    fn lasting_parts(&self, held: &HashSet<String>) -> HashSet<String> {
        let protects = |judged: &Judged| {
            matches!(judged.verdict, Verdict::Stays(Stays::InUse | Stays::Loaded | Stays::KeptLast))
        };
        let protected = self.images.iter().zip(&self.judged).filter(|(_, judged)| protects(judged));
        let parts = protected.flat_map(|(image, _)| image.parts.iter().map(|(part, _)| part.clone()));
        parts.chain(held.iter().cloned()).collect()
    }
}

/// An image may have a layer twice.
fn distinct(image: &Candidate) -> impl Iterator<Item = (&str, u64)> {
    let mut seen = HashSet::new();
    image.parts.iter().filter_map(move |(part, bytes)| seen.insert(part).then_some((part.as_str(), *bytes)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + HOUR * 1000
    }

    /// `repository hours-since-use parts [use|loaded]`, parts as letters that are each as many bytes as their place in the alphabet.
    fn image(text: &str) -> Candidate {
        let words: Vec<&str> = text.split_whitespace().collect();
        let parts = words[2].chars().map(|part| (part.to_string(), u64::from(part as u8 - b'a') + 1));
        Candidate {
            repository: words[0].to_owned(),
            last_used: now() - HOUR * words[1].parse().unwrap(),
            origin: if words.contains(&"loaded") { Origin::Archive } else { Origin::Registry },
            in_use: words.contains(&"use"),
            parts: parts.collect(),
        }
    }

    #[track_caller]
    fn check(policy: &Retention, used_percent: u64, images: &[&str], expected: &[&str]) {
        let images: Vec<_> = images.iter().map(|text| image(text)).collect();
        let disk = DiskSpace { used_bytes: used_percent, free_bytes: 100 - used_percent };
        let told: Vec<_> = judge(&images, &HashSet::new(), policy, disk, now())
            .iter()
            .map(|judged| match judged.verdict {
                Verdict::Goes(reason) => format!("goes {reason:?} {}", judged.frees_bytes),
                Verdict::Stays(reason) => format!("stays {reason:?}"),
            })
            .collect();
        assert_eq!(told, expected);
    }

    fn unused_for(hours: u32) -> Retention {
        Retention { unused_for: Some(HOUR * hours), ..Retention::default() }
    }

    fn full(above: u8, until: u8) -> Retention {
        Retention { disk: Some(Watermarks { above, until }), minimum_age: HOUR, ..Retention::default() }
    }

    #[test]
    fn without_a_policy_nothing_goes() {
        check(&Retention::default(), 100, &["web 900 a"], &["stays NotAsked"]);
    }

    #[test]
    fn age_counts_from_the_last_use() {
        check(&unused_for(24), 0, &["a 24 a", "a 23 b"], &["goes Unused 1", "stays Recent"]);
        check(&unused_for(0), 0, &["a 0 a"], &["goes Unused 1"]);
    }

    #[test]
    fn what_is_used_or_has_no_registry_stays() {
        check(&unused_for(0), 0, &["a 9 a use", "b 9 b loaded"], &["stays InUse", "stays Loaded"]);
        check(&full(0, 0), 100, &["a 9 a use", "b 9 b loaded"], &["stays InUse", "stays Loaded"]);
    }

    #[test]
    fn shared_parts_come_free_with_the_last_that_has_them() {
        check(
            &unused_for(5),
            0,
            &["a 6 ac", "b 9 ab", "c 1 a"],
            &["goes Unused 3", "goes Unused 2", "stays Recent"],
        );
        check(&unused_for(5), 0, &["a 6 ac", "b 9 ab"], &["goes Unused 4", "goes Unused 2"]);
    }

    #[test]
    fn the_last_of_each_repository_stay() {
        let policy = Retention { keep_last: 2, ..unused_for(1) };
        let images = ["web 5 a", "web 7 b", "web 6 c", "db 9 d"];
        check(&policy, 0, &images, &["stays KeptLast", "goes Unused 2", "stays KeptLast", "stays KeptLast"]);
    }

    #[test]
    fn a_full_disk_takes_the_longest_unused_until_there_is_room() {
        let images = ["a 2 c", "b 4 c", "c 3 d", "d 0 e"];
        check(&full(80, 75), 80, &images, &["stays NotAsked"; 4]);
        let images = ["a 2 j", "b 4 c", "c 3 d", "d 0 e"];
        check(
            &full(80, 75),
            82,
            &images,
            &["stays NotAsked", "goes DiskFull 3", "goes DiskFull 4", "stays NotAsked"],
        );
        check(
            &full(80, 0),
            82,
            &images,
            &["goes DiskFull 10", "goes DiskFull 3", "goes DiskFull 4", "stays Recent"],
        );
    }

    #[test]
    fn what_would_free_nothing_stays_on_a_full_disk() {
        check(&full(50, 0), 90, &["a 9 a", "b 1 ab use"], &["stays Shared", "stays InUse"]);
    }

    #[test]
    fn age_comes_first_and_may_suffice() {
        let policy = Retention { unused_for: Some(HOUR * 8), ..full(80, 75) };
        check(&policy, 85, &["a 9 j", "b 7 a"], &["goes Unused 10", "stays Recent"]);
    }

    fn images() -> impl Strategy<Value = Vec<Candidate>> {
        let image = (0..3u8, 0..20u32, prop::collection::vec(0..8u8, 1..5), 0..6u8).prop_map(
            |(repository, hours, parts, fate)| Candidate {
                repository: repository.to_string(),
                last_used: now() - HOUR * hours,
                origin: if fate == 0 { Origin::Archive } else { Origin::Registry },
                in_use: fate == 1,
                parts: parts.iter().map(|part| (part.to_string(), 1 << part)).collect(),
            },
        );
        prop::collection::vec(image, 0..12)
    }

    fn policy() -> impl Strategy<Value = Retention> {
        let marks = prop::option::of((0..100u8, 0..100u8));
        (prop::option::of(0..20u32), marks, 0..10u32, 0..3usize).prop_map(
            |(unused, marks, age, keep_last)| Retention {
                unused_for: unused.map(|hours| HOUR * hours),
                disk: marks.map(|(a, b)| Watermarks { above: a.max(b), until: a.min(b) }),
                minimum_age: HOUR * age,
                keep_last,
                partials_kept: Duration::ZERO,
            },
        )
    }

    fn bytes_of<'a>(images: impl Iterator<Item = &'a Candidate>) -> u64 {
        let parts: HashMap<&str, u64> = images.flat_map(distinct).collect();
        parts.values().sum()
    }

    proptest! {
        #[test]
        fn verdicts_keep_their_promises(images in images(), policy in policy(), used in 0..600u64) {
            let disk = DiskSpace { used_bytes: used, free_bytes: 600 - used };
            let judged = judge(&images, &HashSet::new(), &policy, disk, now());
            let goes = |index: usize| matches!(judged[index].verdict, Verdict::Goes(_));
            let for_room = |index: usize| judged[index].verdict == Verdict::Goes(Goes::DiskFull);
            let age = |index: usize| now().duration_since(images[index].last_used).unwrap();

            let staying = || (0..images.len()).filter(|index| !goes(*index)).map(|index| &images[index]);
            let freed: u64 = judged.iter().map(|judged| judged.frees_bytes).sum();
            prop_assert_eq!(freed, bytes_of(images.iter()) - bytes_of(staying()), "what is told is what comes free");

            for (index, image) in images.iter().enumerate() {
                if goes(index) {
                    prop_assert!(!image.in_use && image.origin == Origin::Registry);
                    let later = staying().filter(|it| it.repository == image.repository);
                    prop_assert!(later.filter(|it| it.last_used >= image.last_used).count() >= policy.keep_last);
                    let old = policy.unused_for.is_some_and(|limit| age(index) >= limit);
                    prop_assert!(old || (policy.disk.is_some() && age(index) >= policy.minimum_age));
                } else {
                    prop_assert_eq!(judged[index].frees_bytes, 0);
                }
                // Of two that might go for room, it is never the one used later alone.
                for other in 0..images.len() {
                    if for_room(index) && images[other].last_used < image.last_used {
                        prop_assert!(judged[other].verdict != Verdict::Stays(Stays::NotAsked));
                    }
                }
            }
            if let Some(marks) = policy.disk {
                let room = (0..images.len()).filter(|index| for_room(*index)).count();
                let by_age: u64 = (0..images.len()).filter(|index| !for_room(*index)).map(|index| judged[index].frees_bytes).sum();
                prop_assert!(room == 0 || disk.with_freed(by_age).is_above(marks.above), "it wasn't too full");
                // It ends as soon as there is room: the last that went was needed.
                let last = (0..images.len()).filter(|index| for_room(*index)).max_by_key(|index| (images[*index].last_used, *index));
                if let Some(last) = last {
                    prop_assert!(disk.with_freed(freed - judged[last].frees_bytes).is_above(marks.until));
                }
            } else {
                prop_assert!((0..images.len()).all(|index| !for_room(index)));
            }
        }
    }
}
