//! Aborts the press at a named point, so that a test can look at what a killed build leaves behind.

use std::{
    env, process,
    sync::atomic::{AtomicUsize, Ordering},
};

/// The environment variable that names the point and how often the build passes it: `moved:17` aborts after the
/// 17th file was moved. Only tests set it.
const VARIABLE: &str = "OFFPRINT_FAULT";

/// How often the build has passed the point that the variable names.
static PASSED: AtomicUsize = AtomicUsize::new(0);

/// Ends the process as a kill would, with no destructor run, if `OFFPRINT_FAULT` names this passage of this point.
pub(crate) fn point(name: &str) {
    let fault = env::var(VARIABLE).unwrap_or_default();
    let Some((point, n)) = fault.split_once(':') else { return };
    if point == name && n.parse() == Ok(PASSED.fetch_add(1, Ordering::SeqCst) + 1) {
        process::abort();
    }
}
