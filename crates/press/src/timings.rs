//! How long the stages of a build take, and how much memory.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

/// The stages that have ended, in their order.
#[derive(Debug)]
pub(crate) struct Timings {
    last: Instant,
    stages: Vec<Stage>,
}

#[derive(Debug)]
struct Stage {
    name: &'static str,
    time: Duration,
    /// The most memory that the process had until the end of the stage, in bytes. None where the system does not say.
    peak: Option<u64>,
}

impl Default for Timings {
    fn default() -> Self {
        Timings { last: Instant::now(), stages: Vec::new() }
    }
}

impl Timings {
    /// Notes that a stage has ended. It has begun when the one before ended.
    pub(crate) fn end(&mut self, name: &'static str) {
        self.stages.push(Stage { name, time: self.last.elapsed(), peak: peak_memory() });
        self.last = Instant::now();
    }

    /// Returns a line for each stage: its name, seconds, the peak of memory until its end.
    pub(crate) fn table(&self) -> String {
        let mut table = String::new();
        for Stage { name, time, peak } in &self.stages {
            let peak = peak.map_or(String::new(), |bytes| format!("{:>8.0} MB", bytes as f64 / 1e6));
            let _ = writeln!(table, "{name:<20}{:>8.2} s{peak}", time.as_secs_f64());
        }
        table
    }
}

fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? * 1024)
}
