//! How safe a change is before its caller is told.

/// What an acknowledged write survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// The loss of power: it is on the disk before it is acknowledged.
    #[default]
    Power,
    /// The death of the process. A loss of power may undo the newest of these writes, back to some moment after
    /// the last acknowledged `Power` write; whatever remains is in order and without gaps. For what
    /// reconcilers find out again by looking at the world.
    Process,
}
