//! Values of metrics on their way out: to CloudWatch's PutMetricData when there is such a service, and to our own `/metrics`.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use neargate_core::{Scope, Timestamp};
use neargate_wire::{CallError, Dispatcher, Time};
use serde_json::{Value, json};

use super::filters::MetricFilter;
use super::metric_values::Datum;

/// What PutMetricData takes at a time.
const MAX_DATA_PER_CALL: usize = 1_000;
/// Series on our own page; further metrics share one, since each costs memory for good.
const MAX_SERIES: usize = 1_000;

/// Sends values to the service "monitoring". Without one there is nothing to do.
pub async fn send(
    dispatcher: Option<&Dispatcher>,
    scope: &Scope,
    data: &[(&MetricFilter, Datum)],
) -> Result<(), CallError> {
    let Some(dispatcher) = dispatcher.filter(|d| d.services().iter().any(|known| known.name == "monitoring"))
    else {
        return Ok(());
    };
    let mut by_namespace: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (filter, datum) in data {
        by_namespace.entry(&filter.namespace).or_default().push(wire(filter, datum));
    }
    for (namespace, data) in by_namespace {
        for part in data.chunks(MAX_DATA_PER_CALL) {
            let input = json!({"Namespace": namespace, "MetricData": part});
            let sent =
                dispatcher.call::<_, Value>("logs", scope, "monitoring", "PutMetricData", &input).await;
            match sent {
                Err(error) if error.retryable => return Err(error),
                // What is refused for what it is would be refused again, and hold up all that follows.
                Err(error) => tracing::warn!(
                    namespace,
                    error = &error as &dyn std::error::Error,
                    "values of metric filters were refused"
                ),
                Ok(_) => {}
            }
        }
    }
    Ok(())
}

fn wire(filter: &MetricFilter, datum: &Datum) -> Value {
    let (values, counts): (Vec<f64>, Vec<f64>) =
        datum.values.iter().map(|(value, count)| (*value, *count as f64)).unzip();
    let dimensions: Vec<Value> =
        datum.dimensions.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect();
    json!({
        "MetricName": filter.metric,
        "Dimensions": dimensions,
        "Timestamp": Time(Timestamp(datum.minute)),
        "Values": values,
        "Counts": counts,
        "Unit": filter.unit.as_deref().unwrap_or("None"),
    })
}

/// The series that our own page has.
#[derive(Debug, Default)]
pub struct Series(Mutex<HashSet<[String; 4]>>);

impl Series {
    /// Adds a value to its metric's sum and count. Dimensions are left out: nobody bounds them.
    pub fn count(&self, scope: &Scope, filter: &MetricFilter, datum: &Datum) {
        let labels = self.admit([
            scope.account.to_string(),
            scope.region.to_string(),
            filter.namespace.clone(),
            filter.metric.clone(),
        ]);
        let [account, region, namespace, metric] = labels;
        let labels = [("account", account), ("region", region), ("namespace", namespace), ("metric", metric)];
        let sum: f64 = datum.values.iter().map(|(value, count)| value * *count as f64).sum();
        let count: u64 = datum.values.iter().map(|(_, count)| count).sum();
        metrics::gauge!("neargate_log_metric_sum", &labels).increment(sum);
        metrics::counter!("neargate_log_metric_samples_total", &labels).increment(count);
    }

    fn admit(&self, labels: [String; 4]) -> [String; 4] {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(&labels) {
            return labels;
        }
        if known.len() < MAX_SERIES {
            known.insert(labels.clone());
            return labels;
        }
        std::array::from_fn(|_| "other".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_bounded() {
        let series = Series::default();
        let labels = |n: usize| std::array::from_fn(|_| n.to_string());
        for n in 0..MAX_SERIES {
            assert_eq!(series.admit(labels(n)), labels(n));
        }
        assert_eq!(series.admit(labels(MAX_SERIES)), ["other"; 4].map(str::to_owned));
        assert_eq!(series.admit(labels(0)), labels(0));
    }
}
