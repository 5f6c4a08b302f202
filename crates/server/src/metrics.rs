//! What has been answered, for Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 8] = [0.001, 0.005, 0.02, 0.08, 0.3, 1.0, 3.0, 10.0];

#[derive(Default)]
pub(crate) struct Metrics(Mutex<BTreeMap<(&'static str, u16), Series>>);

#[derive(Clone, Default)]
struct Series {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    sum: f64,
}

impl Metrics {
    /// Notes an answer of `route`, the path as the table of routes has it: what people send is no name of a series.
    pub fn note(&self, route: &'static str, status: u16, took: Duration) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let series = all.entry((route, status)).or_default();
        let seconds = took.as_secs_f64();
        for (bound, bucket) in BOUNDS.iter().zip(&mut series.buckets) {
            *bucket += u64::from(seconds <= *bound);
        }
        series.count += 1;
        series.sum += seconds;
    }

    /// In the text format of Prometheus.
    pub fn text(&self) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = String::from(
            "# HELP attache_request_seconds Time to answer, by route and status.\n# TYPE attache_request_seconds histogram\n",
        );
        for ((route, status), series) in &all {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (bound, bucket) in BOUNDS.iter().zip(&series.buckets) {
                let _ = writeln!(out, "attache_request_seconds_bucket{{{labels},le=\"{bound}\"}} {bucket}");
            }
            let _ = writeln!(out, "attache_request_seconds_bucket{{{labels},le=\"+Inf\"}} {}", series.count);
            let _ = writeln!(out, "attache_request_seconds_sum{{{labels}}} {}", series.sum);
            let _ = writeln!(out, "attache_request_seconds_count{{{labels}}} {}", series.count);
        }
        out
    }
}
