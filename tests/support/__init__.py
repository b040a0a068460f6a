"""What the end-to-end tests, the demo and the benchmarks share: a daemon, its clients, tasks, and a look for traces."""
