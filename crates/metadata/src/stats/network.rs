//! Counters of a task's interfaces, from `/proc/<pid>/net/dev`. Pure.

use std::collections::BTreeMap;

use serde::Serialize;

/// Of one interface, as seen from inside the task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counters {
    pub rx_bytes: u64,
    pub rx_packets: u64,
    pub rx_errors: u64,
    pub rx_dropped: u64,
    pub tx_bytes: u64,
    pub tx_packets: u64,
    pub tx_errors: u64,
    pub tx_dropped: u64,
}

/// All interfaces but `lo`.
pub(crate) fn counters(text: &str) -> BTreeMap<String, Counters> {
    let interfaces = text.lines().filter_map(|line| {
        let (name, numbers) = line.split_once(':')?;
        let numbers: Vec<u64> = numbers.split_whitespace().map(|n| n.parse().ok()).collect::<Option<_>>()?;
        let name = name.trim();
        let [rx_bytes, rx_packets, rx_errors, rx_dropped, ..] = *numbers.as_slice() else { return None };
        let [tx_bytes, tx_packets, tx_errors, tx_dropped, ..] = *numbers.get(8..)? else { return None };
        let counters = Counters {
            rx_bytes,
            rx_packets,
            rx_errors,
            rx_dropped,
            tx_bytes,
            tx_packets,
            tx_errors,
            tx_dropped,
        };
        (name != "lo").then(|| (name.to_owned(), counters))
    });
    interfaces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_table_is_read() {
        let text = "\
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     100       2    0    0    0     0          0         0      100       2    0    0    0     0       0          0
  eth0:    1234      10    1    2    0     0          0         0     5678      20    3    4    0     0       0          0
";
        let expected = Counters {
            rx_bytes: 1234,
            rx_packets: 10,
            rx_errors: 1,
            rx_dropped: 2,
            tx_bytes: 5678,
            tx_packets: 20,
            tx_errors: 3,
            tx_dropped: 4,
        };
        assert_eq!(counters(text), BTreeMap::from([("eth0".to_owned(), expected)]));
        assert_eq!(counters("nonsense\neth0: 1 2"), BTreeMap::new());
    }
}
