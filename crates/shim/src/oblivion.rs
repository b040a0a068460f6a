//! A child that remembers nothing of its parent.
//!
//! What a fork of the supervisor holds in memory is the whole task: also what other containers are told in confidence. A
//! child that is about to execute a program inside a container could be looked into by others there, if they have
//! CAP_SYS_PTRACE. So it gets one block of memory with all that it needs, and finds zeroes everywhere else. A process that
//! stays in a container without executing anything, an init, forgets in its own memory what it can do without.

use std::convert::Infallible;
use std::ffi::CString;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;

/// Where the child's stack and words lie.
#[derive(Debug)]
pub struct Block {
    start: *mut u8,
    length: usize,
    used: usize,
}

const STACK_BYTES: usize = 64 << 10;
/// For an argument and alignment.
const SPARE_BYTES: usize = 256;
const ALIGNMENT: usize = 16;

impl Block {
    /// With room for `bytes` besides the stack. It is never given back: whoever makes one is about to end.
    pub fn new(bytes: usize) -> io::Result<Self> {
        let length = STACK_BYTES + SPARE_BYTES + bytes;
        // SAFETY: a new mapping at an address of the kernel's choice touches nothing that exists.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                length,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Self { start: start.cast(), length, used: STACK_BYTES })
    }

    /// How much room [`Block::list`] takes.
    pub fn room_of(list: &[CString]) -> usize {
        let words: usize = list.iter().map(|word| word.as_bytes_with_nul().len() + ALIGNMENT).sum();
        words + (list.len() + 1) * size_of::<usize>() + ALIGNMENT
    }

    /// Copies words and makes the array of pointers to them that `execve` wants.
    pub fn list(&mut self, list: &[CString]) -> io::Result<*const *const libc::c_char> {
        let mut pointers = Vec::with_capacity(list.len() + 1);
        for word in list {
            pointers.push(self.put(word.as_bytes_with_nul())? as usize);
        }
        pointers.push(0);
        let bytes: Vec<u8> = pointers.iter().flat_map(|pointer| pointer.to_ne_bytes()).collect();
        Ok(self.put(&bytes)?.cast())
    }

    fn put_value<T>(&mut self, value: T) -> io::Result<*mut T> {
        let at = self.used.next_multiple_of(align_of::<T>().max(ALIGNMENT));
        if at + size_of::<T>() > self.length {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        // SAFETY: `at` and what follows lie in the mapping, aligned, and nobody else has it.
        let target = unsafe {
            let target: *mut T = self.start.add(at).cast();
            target.write(value);
            target
        };
        self.used = at + size_of::<T>();
        Ok(target)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<*const u8> {
        let at = self.used.next_multiple_of(ALIGNMENT);
        if at + bytes.len() > self.length {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        // SAFETY: `at` and what follows lie in the mapping, as was just checked; nobody else has it.
        let target = unsafe {
            let target = self.start.add(at);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), target, bytes.len());
            target
        };
        self.used = at + bytes.len();
        Ok(target)
    }

    /// Starts a child of our parent that runs `life` on the block's stack. `maps` is our own `/proc/self/maps`.
    ///
    /// # Safety
    ///
    /// `life` must make system calls only, and read no memory but the block, to which `argument` is copied: heap and statics
    /// are zeroes. It must not return.
    pub unsafe fn spawn_sibling<T>(
        &mut self,
        maps: OwnedFd,
        life: extern "C" fn(*mut libc::c_void) -> libc::c_int,
        argument: T,
    ) -> io::Result<libc::pid_t> {
        let argument = self.put_value(argument)?;
        let all = Areas::read(maps)?;
        for &(start, end) in all.list() {
            // SAFETY: changes what a child gets of these pages, nothing for us.
            let wiped = unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_WIPEONFORK) };
            if wiped != 0 {
                return Err(io::Error::last_os_error());
            }
        }
        // The block may have been part of a larger area.
        keep(self.start as usize, self.length)?;
        let (thread, length) = thread_descriptor();
        keep(thread, length)?;
        // SAFETY: the stack is ours and aligned; without CLONE_VM the child has its own copy of it. The caller vouches for
        // `life`.
        let pid = unsafe {
            let stack = self.start.add(STACK_BYTES).cast();
            libc::clone(life, stack, libc::CLONE_PARENT | libc::SIGCHLD, argument.cast())
        };
        if pid < 0 { Err(io::Error::last_os_error()) } else { Ok(pid) }
    }
}

/// Goes on with `life` in a memory without heap and without what lies on the stack above the caller. `maps` is our own
/// `/proc/self/maps`.
///
/// # Safety
///
/// `life` must make system calls only, on what it is given by value, and it must not return.
pub unsafe fn forget_and_live<T: Copy>(
    maps: OwnedFd,
    life: fn(T) -> !,
    argument: T,
) -> io::Result<Infallible> {
    let all = Areas::read(maps)?;
    let (thread, length) = thread_descriptor();
    let here = 0_u8;
    // This function's own frame, and those of what it calls, are below that.
    let frame = &raw const here as usize + FRAME_BYTES;
    for &(start, end) in all.list() {
        let stack = (start..end).contains(&(&raw const here as usize));
        let start = if stack { frame.next_multiple_of(PAGE) } else { start };
        for (start, end) in [(start, end.min(thread)), (start.max(thread + length), end)] {
            let whole = !(start < thread && end > thread);
            if start < end && whole {
                // SAFETY: nobody looks at these pages any more: `life` needs no heap, and nothing returns to the frames above.
                unsafe { libc::madvise(start as *mut _, end - start, libc::MADV_DONTNEED) };
            }
        }
    }
    life(argument)
}

/// More than the frames of one function and of what it has inlined.
const FRAME_BYTES: usize = 8 << 10;
const PAGE: usize = 4096;

/// Memory that is nobody's but ours, in a list that needs no heap.
struct Areas {
    all: [(usize, usize); AREAS_MAX],
    count: usize,
}

const AREAS_MAX: usize = 256;

impl Areas {
    fn read(maps: OwnedFd) -> io::Result<Self> {
        let mut this = Self { all: [(0, 0); AREAS_MAX], count: 0 };
        let mut text = String::new();
        File::from(maps).read_to_string(&mut text)?;
        for area in text.lines().filter_map(private_memory) {
            *this.all.get_mut(this.count).ok_or(io::ErrorKind::OutOfMemory)? = area;
            this.count += 1;
        }
        Ok(this)
    }

    fn list(&self) -> &[(usize, usize)] {
        &self.all[..self.count]
    }
}

fn keep(start: usize, length: usize) -> io::Result<()> {
    // SAFETY: changes what a child gets of these pages, nothing for us.
    match unsafe { libc::madvise(start as *mut _, length, libc::MADV_KEEPONFORK) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The pages with the C library's idea of this thread, without which not even `errno` can be read.
fn thread_descriptor() -> (usize, usize) {
    // SAFETY: both only say where something is.
    let (errno, thread) = unsafe { (libc::__errno_location() as usize, libc::pthread_self() as usize) };
    let start = errno.min(thread) & !(PAGE - 1);
    (start, (errno.max(thread) | (PAGE - 1)) + 1 - start)
}

/// `55d0c0a00000-55d0c0a21000 rw-p 00000000 00:00 0   [heap]`: start and end of memory that is nobody's but ours.
fn private_memory(line: &str) -> Option<(usize, usize)> {
    let mut fields = line.split_ascii_whitespace();
    let (start, end) = fields.next()?.split_once('-')?;
    let rights = fields.next()?;
    let file = fields.nth(2)?;
    let ours = rights.starts_with("rw") && rights.ends_with('p') && file == "0";
    let number = |text| usize::from_str_radix(text, 16).ok();
    ours.then_some((number(start)?, number(end)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heap_and_stack_are_private_and_files_are_not() {
        let heap = "55d0c0a00000-55d0c0a21000 rw-p 00000000 00:00 0                          [heap]";
        assert_eq!(private_memory(heap), Some((0x55d0_c0a0_0000, 0x55d0_c0a2_1000)));
        for other in [
            "7f1-7f2 rw-p 00000000 08:01 1234                          /lib/libc.so.6",
            "7f1-7f2 r--p 00000000 00:00 0                          [vvar]",
            "7f1-7f2 rw-s 00000000 00:01 0                          /dev/zero",
            "nonsense",
        ] {
            assert_eq!(private_memory(other), None, "{other}");
        }
    }
}
