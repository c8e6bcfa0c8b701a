//! Inputs made from real ones: bits turned, pieces cut, doubled and swapped, words of the format put in, numbers at their
//! limits. Every case can be made again from its seed and its number.

#![expect(unreachable_pub, reason = "a part of a test program")]

/// No input is longer.
pub const LONGEST: usize = 64 << 10;

/// Bytes with which formats begin, end or divide something.
const SIGNS: &[u8] = b"\0\x01\x1b\x7f\x80\x9b\xff\xfe\xc3\xe2 \t\r\n\"'\\,;:=[]{}()<>/-+.#@%0 9azAZ";
/// Numbers at which programs break.
const NUMBERS: [&str; 20] = [
    "0",
    "-1",
    "1",
    "9",
    "24",
    "60",
    "127",
    "255",
    "256",
    "9999",
    "10000",
    "32768",
    "65535",
    "65536",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "1e400",
    "00000000000000000000000000000001",
];
/// Letters that are seldom met.
const LETTERS: [&str; 18] = [
    "é",
    "e\u{301}",
    "ß",
    "İ",
    "ﬁ",
    "王",
    "👩\u{200d}👧",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{200b}",
    "\u{9b}",
    "\u{e0041}",
    "\u{10ffff}",
    "اَ",
    "１２",
    "：",
    "−",
];

/// Numbers that look random and are the same each time (`SplitMix64`).
pub struct Dice(u64);

impl Dice {
    /// Dice for one case of one target.
    pub fn new(seed: u64, target: &str, case: u64) -> Self {
        let named = target.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut dice = Self(seed ^ named ^ case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }
}

/// An input made from one of the seeds by a few changes.
pub fn made(seeds: &[Vec<u8>], tokens: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut input = seeds.get(dice.below(seeds.len())).cloned().unwrap_or_default();
    // Mostly a small change of something real; now and then many.
    let changes = if dice.below(8) == 0 { 1 + dice.below(64) } else { 1 + dice.below(6) };
    for _ in 0..changes {
        change(&mut input, seeds, tokens, dice);
        input.truncate(LONGEST);
    }
    input
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], tokens: &[&str], dice: &mut Dice) {
    match dice.below(14) {
        0 => {
            let (at, bit) = (dice.below(input.len()), dice.below(8));
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << bit;
            }
        }
        1 => {
            let (at, sign) = (dice.below(input.len()), dice.one(SIGNS));
            if let (Some(byte), Some(sign)) = (input.get_mut(at), sign) {
                *byte = sign;
            }
        }
        2 | 3 => put(input, dice.one(tokens).unwrap_or_default().as_bytes(), dice),
        4 => put(input, dice.one(&LETTERS).unwrap_or_default().as_bytes(), dice),
        5 => number(input, dice),
        6 => limit(input, dice),
        7 => drop(cut(input, dice)),
        8 => {
            let piece = cut(input, dice);
            put(input, &piece, dice);
        }
        9 => {
            let piece = piece(input, dice);
            let times = dice.one(&[1, 2, 3, 16, 200]).unwrap_or(1);
            put(input, &piece.repeat(times), dice);
        }
        10 => {
            let other = seeds.get(dice.below(seeds.len())).cloned().unwrap_or_default();
            let piece = piece(&other, dice);
            put(input, &piece, dice);
        }
        11 => {
            let at = dice.below(input.len() + 1);
            input.truncate(at);
        }
        12 => {
            let long = dice
                .one(&["a", "(", "[", "{\"a\":", "9", " ", "\n", "é", "\u{301}", ","])
                .unwrap_or_default();
            let times = dice.one(&[100, 1_000, 10_000]).unwrap_or(1);
            put(input, long.repeat(times).as_bytes(), dice);
        }
        _ => {
            let noise: Vec<u8> =
                (0..dice.below(40)).map(|_| u8::try_from(dice.below(256)).unwrap_or(0)).collect();
            put(input, &noise, dice);
        }
    }
}

/// Puts a piece somewhere.
fn put(input: &mut Vec<u8>, piece: &[u8], dice: &mut Dice) {
    let at = dice.below(input.len() + 1);
    input.splice(at..at, piece.iter().copied().take(LONGEST));
}

/// A stretch, mostly a short one.
fn stretch(input: &[u8], dice: &mut Dice) -> std::ops::Range<usize> {
    let from = dice.below(input.len());
    let most = if dice.below(4) == 0 { input.len() } else { 32 };
    from..(from + dice.below(most) + 1).min(input.len())
}

fn piece(input: &[u8], dice: &mut Dice) -> Vec<u8> {
    let range = stretch(input, dice);
    input.get(range).unwrap_or_default().to_vec()
}

fn cut(input: &mut Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    let range = stretch(input, dice);
    input.drain(range).collect()
}

/// Puts another number in the place of one.
fn number(input: &mut Vec<u8>, dice: &mut Dice) {
    let from = dice.below(input.len());
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let Some(begin) = input.iter().skip(from).position(is_digit).map(|at| from + at) else { return };
    let length = input.iter().skip(begin).take_while(|byte| is_digit(byte)).count();
    let number = dice.one(&NUMBERS).unwrap_or_default();
    input.splice(begin..begin + length, number.bytes());
}

/// Writes a number of one to eight bytes over what stands there.
fn limit(input: &mut [u8], dice: &mut Dice) {
    let numbers = [0, 1, 0x7f, 0xff, 0x100, 0x7fff_ffff, 0xffff_ffff, u64::MAX / 2, u64::MAX];
    let number = dice.one(&numbers).unwrap_or_default().to_le_bytes();
    let (at, width) = (dice.below(input.len()), dice.one(&[1, 2, 4, 8]).unwrap_or(1));
    for (byte, new) in input.iter_mut().skip(at).zip(number.iter().take(width)) {
        *byte = *new;
    }
}
