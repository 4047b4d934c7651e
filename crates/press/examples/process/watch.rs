//! Runs programs whose cost is measured.

use std::{
    fs,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The time between two looks at the memory. The kernel keeps the peak, so that only growth after the last look is missed.
const INTERVAL: Duration = Duration::from_millis(10);

/// What a program cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The time of all processors, which other programs on the machine affect less.
    pub(crate) cpu_seconds: f64,
    /// The peak memory of the largest process, in mebibytes.
    pub(crate) megabytes: f64,
}

/// Runs a program and returns its cost. The largest process is the program or one that it started.
///
/// # Errors
///
/// With the output of the program, if it fails.
pub(crate) fn watched(command: &mut Command) -> Result<Cost> {
    let (start, cpu_start) = (Instant::now(), children_cpu_seconds());
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.with_context(|| format!("cannot start {command:?}"))?;
    let (process, kilobytes, has_ended) = (child.id(), AtomicU64::new(0), AtomicBool::new(false));
    let (output, seconds) = thread::scope(|scope| {
        scope.spawn(|| {
            while !has_ended.load(Ordering::Relaxed) {
                kilobytes.fetch_max(peak(process), Ordering::Relaxed);
                thread::sleep(INTERVAL);
            }
        });
        let output = child.wait_with_output();
        let seconds = start.elapsed().as_secs_f64();
        has_ended.store(true, Ordering::Relaxed);
        (output, seconds)
    });
    let output = output.with_context(|| format!("cannot wait for {command:?}"))?;
    if !output.status.success() {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("{command:?} failed: {}\n{out}{err}", output.status);
    }
    let cpu_seconds = children_cpu_seconds() - cpu_start;
    Ok(Cost { seconds, cpu_seconds, megabytes: kilobytes.into_inner() as f64 / 1024.0 })
}

/// Returns the processor time of all programs that this one has waited for, and of those that they have.
fn children_cpu_seconds() -> f64 {
    /// Linux tells programs times in this unit, whatever its own is.
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is a name in parentheses; the 16th and 17th are times in user mode and in the kernel.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    fields.skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_PER_SECOND
}

/// Returns the peak memory so far of the largest of a process and those that it started, in kibibytes. 0 where the
/// system does not say.
pub(crate) fn peak(process: u32) -> u64 {
    let own = fs::read_to_string(format!("/proc/{process}/status")).ok().and_then(|status| high_water_mark(&status));
    children(process).into_iter().map(peak).chain(own).max().unwrap_or_default()
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The processes that the threads of a process have started.
fn children(process: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect()
}
