"""The words that a language has for itself, of all languages from whose patterns words are taken; Python brings its own along.

They are the named tokens of the tree-sitter grammars; a test compares them.
"""

from __future__ import annotations

_WORDS = """
BEGIN Cdecl END Fastcall NULL Stdcall Thiscall _Alignas _Alignof _Atomic _Generic _Nonnull _Noreturn __alignof
__alignof__ __asm __asm__ __attribute __attribute__ __based __cdecl __clrcall __declspec __except __extension__
__fastcall __finally __forceinline __inline __inline__ __leave __makeref __reftype __refvalue __restrict__ __stdcall
__thiscall __thread __try __unaligned __vectorcall __volatile__ _alignof _end_ident _unaligned abstract accessor
actual add alias alignas alignof and and_eq annotation annotations any array ascending asm assembly assert asserts
async auto await base begin bitand bitor block bool boolean break byte cap case catch chan char checked checksum class
clone co_await co_return co_yield companion compl concept const consteval constexpr constinit constructor continue
crossinline data debugger declare decltype def default defer define defined del delegate delete derives descending
disable done double dyn dynamic echo elif elifdef elifndef else elseif elsif enable encoding end enddeclare endfor
endforeach endif endregion endswitch endwhile ensure enum equals error esac event except exec exit expect explicit
export exports expr expr_2021 extends extension extern external fallthrough false field file final finally fixed float
for forSome foreach friend from fun func function gen get given global goto group hidden ident ifdef ifndef impl
implements implicit import include include_once infer infix init inline inner instanceof insteadof int interface
internal into item join keyof lambda lateinit lazy let lifetime line list literal local lock long loop macro
macro_rules managed map match meta method mod module move mutable namespace native never new next nil noexcept
noinline non nonlocal noreturn not not_eq notnull null nullable nullptr number object offsetof only open opens
operator or_eq orderby out override package param params parent partial pass pat pat_param path permits php pragma
print private property protected provides pub public raise range raw readonly receiver record redo ref region register
remove require require_once required requires rescue restore restrict retry return satisfies scope scoped sealed
select self set setparam short signed sizeof stackalloc static static_assert stmt strict_types strictfp string struct
super supports suspend switch symbol synchronized tailrec target template then this thread_local throw throws ticks
trait transient transitive true try type typealias typedef typename typeof typeset typevar u8R unchecked undef union
unique unknown unless unmanaged unsafe unset unsetenv unsigned until use uses using val value var vararg virtual vis
void volatile warning warnings when where while with xor xor_eq yield
"""
KEYWORDS = frozenset(_WORDS.split())
