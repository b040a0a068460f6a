//! What one task may take up.

use std::time::{Duration, Instant};

/// So many requests in a second, in the long run.
const REQUESTS_PER_SECOND: f64 = 40.0;
/// So many at once after a pause.
const BURST: f64 = 60.0;
/// A task's connections at a time. Further ones are closed at once.
pub(crate) const CONNECTIONS_MAX: usize = 64;
/// Request line and headers together.
pub(crate) const HEADER_BYTES_MAX: usize = 16 << 10;
pub(crate) const BODY_BYTES_MAX: usize = 64 << 10;
/// From one request's end to the end of the next one's headers.
pub(crate) const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(5);
/// For what a request has to wait for: other parts of the control plane, the kernel.
pub(crate) const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// A task's requests, counted as the ECS agent counts them.
#[derive(Debug)]
pub(crate) struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    pub(crate) fn full(now: Instant) -> Self {
        Self { tokens: BURST, at: now }
    }

    /// Whether another request is within the limits at this time.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * REQUESTS_PER_SECOND;
        self.tokens = (self.tokens + gained).min(BURST);
        self.at = now;
        let granted = self.tokens >= 1.0;
        if granted {
            self.tokens -= 1.0;
        }
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_at_once_and_forty_a_second() {
        let start = Instant::now();
        let mut bucket = Bucket::full(start);
        let granted = |bucket: &mut Bucket, at| (0..100).filter(|_| bucket.take(at)).count();
        assert_eq!(granted(&mut bucket, start), 60);
        assert_eq!(granted(&mut bucket, start + Duration::from_millis(500)), 20);
        assert_eq!(granted(&mut bucket, start + Duration::from_secs(100)), 60);
    }
}
