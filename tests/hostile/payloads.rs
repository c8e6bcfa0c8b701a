//! What somebody could say, paste or import to command a terminal, to hide words, or to break a screen.

#![expect(unreachable_pub, reason = "a part of a test program")]

use std::cell::Cell;

/// Short enough for a cell of a table.
const SHORT: [&str; 46] = [
    "nul\0nul",
    "bel\u{7}bel",
    "bs\u{8}\u{8}\u{8}bs",
    "tab\ttab",
    "lf\nlf",
    "vt\u{b}vt",
    "ff\u{c}ff",
    "cr\rcr",
    "crlf\r\ncrlf",
    "so\u{e}si\u{f}",
    "can\u{18}sub\u{1a}",
    "del\u{7f}del",
    "nel\u{85}nel",
    "csi\u{9b}2Jcsi",
    "osc\u{9d}0;t\u{9c}",
    "dcs\u{90}q\u{9c}",
    "ss3\u{8f}P",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[?1049l",
    "\u{1b}[6n",
    "\u{1b}c",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;c2VjcmV0\u{7}",
    "\u{1b}]8;;http://specimen.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{1b}[200~\u{1b}[201~",
    "esc\u{1b}",
    "rlo\u{202e}oediv",
    "lri\u{2066}x\u{2069}",
    "rli\u{2067}x\u{2069}fsi\u{2068}x\u{2069}",
    "lre\u{202a}rle\u{202b}pdf\u{202c}",
    "alm\u{61c}lrm\u{200e}rlm\u{200f}",
    "zw\u{200b}sp\u{2060}wj\u{2063}is",
    "zwj\u{200d}zwnj\u{200c}",
    "bom\u{feff}bom",
    "shy\u{ad}shy",
    "ls\u{2028}ps\u{2029}",
    "tag\u{e0001}\u{e0041}\u{e007f}",
    "fill\u{3164}\u{115f}\u{ffa0}",
    "ia\u{fff9}b\u{fffa}c\u{fffb}",
    "\u{301}\u{302}mark first",
    "vs\u{fe0f}\u{e0100}",
    "👩\u{200d}👩\u{200d}👧 ☎\u{fe0f} 👍\u{1f3fd}",
    "end\u{fffe}\u{ffff}\u{10ffff}",
    "ㅤ\u{2800}blank",
];

/// Letters that must stay, whatever direction they are written in.
pub const HONEST: [&str; 4] = ["Siân O’Mockford", "اَمينة", "שרה", "王小明"];

/// Every payload: the short ones, those that are long, and those that must stay.
pub fn all() -> Vec<String> {
    let mut all: Vec<String> = SHORT.map(str::to_owned).into();
    all.push(format!("e{}tower", "\u{301}".repeat(40)));
    all.push(format!("{}word", "w".repeat(5_000)));
    all.push(format!("{}wide", "王".repeat(2_000)));
    all.push("\u{1b}[A".repeat(300));
    all.extend(HONEST.map(str::to_owned));
    all
}

/// Gives words for one place after the other: in each place other payloads, and in another round others still.
pub struct Ink {
    all: Vec<String>,
    next: Cell<usize>,
}

impl Ink {
    /// Ink for a round.
    pub fn of_round(round: usize) -> Self {
        Self { all: all(), next: Cell::new(round * 7) }
    }

    /// Three payloads with words between them.
    pub fn words(&self) -> String {
        let at = self.next.get();
        self.next.set(at + 1);
        let payload = |n: usize| self.all.get(n % self.all.len()).map_or("", String::as_str);
        format!("a{} b{} c{}", payload(at * 3), payload(at * 3 + 1), payload(at * 3 + 2))
    }
}
