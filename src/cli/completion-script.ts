/** Shell scripts from the command tree. Each completes commands, subcommands, flags and the values that are known. */
import type { CommandNode, FlagNode } from './completion-tree.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell, tree: CommandNode): string {
  switch (shell) {
    case 'bash':
      return bash(tree);
    case 'zsh':
      return zsh(tree);
    case 'fish':
      return fish(tree);
  }
}

const names = (flags: readonly FlagNode[]): string[] => flags.flatMap((flag) => flag.names);
/** Inside single quotes of every shell here. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Every command with the words that lead to it, the program first. */
function* walk(
  node: CommandNode,
  path: readonly string[] = [],
): Iterable<{ node: CommandNode; path: readonly string[] }> {
  yield { node, path };
  for (const child of node.children) yield* walk(child, [...path, child.name]);
}

function bash(tree: CommandNode): string {
  const cases = [...walk(tree)].map(({ node, path }) => {
    const words = [...node.children.map((c) => c.name), ...node.values, ...names(node.flags)].join(' ');
    return `    ${quoted(path.join(' '))}) words=${quoted(words)} ;;`;
  });
  const paths = [...walk(tree)].slice(1).map(({ path }) => quoted(path.join(' ')));
  const values = valueCases(tree).map(
    ([flag, choices]) => `    ${flag}) COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current")); return ;;`,
  );
  const files = fileFlags(tree).join('|');
  return `# bash completion for claude-usage
_claude_usage() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' word words='' i
  COMPREPLY=()
  case $previous in
${values.join('\n')}
    ${files}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "\${path:+$path }$word" in
      ${paths.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case $path in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _claude_usage claude-usage
`;
}

function valueCases(tree: CommandNode): [string, readonly string[]][] {
  const found = new Map<string, readonly string[]>();
  for (const { node } of walk(tree)) {
    for (const flag of node.flags) if (flag.choices.length > 0) found.set(flag.names[0] ?? '', flag.choices);
  }
  return [...found];
}

function fileFlags(tree: CommandNode): string[] {
  const flags = [...walk(tree)].flatMap(({ node }) => node.flags.filter((flag) => flag.path));
  return [...new Set(names(flags))];
}

function zsh(tree: CommandNode): string {
  const functions = [...walk(tree)].map(({ node, path }) => zshFunction(node, path));
  return `#compdef claude-usage
${functions.join('\n')}
if [ "$funcstack[1]" = "_claude-usage" ]; then _claude-usage "$@"; else compdef _claude-usage claude-usage; fi
`;
}

const zshName = (path: readonly string[]): string => ['_claude-usage', ...path].join('-');

function zshFunction(node: CommandNode, path: readonly string[]): string {
  const specs = node.flags.flatMap((flag) => flag.names.map((name) => quoted(zshFlag(name, flag))));
  if (node.values.length > 0) specs.push(quoted(`1:value:(${node.values.join(' ')})`));
  if (node.children.length === 0) return `${zshName(path)}() {\n  _arguments ${specs.join(' \\\n    ')}\n}`;
  const list = node.children.map((child) => quoted(`${child.name}:${child.help}`));
  const calls = node.children.map((child) => `        ${child.name}) ${zshName([...path, child.name])} ;;`);
  return `${zshName(path)}() {
  local state line
  _arguments -C ${specs.join(' \\\n    ')} \\
    '1: :->command' '*:: :->rest'
  case $state in
    command)
      local -a commands=(${list.join('\n        ')})
      _describe command commands ;;
    rest)
      case $line[1] in
${calls.join('\n')}
      esac ;;
  esac
}`;
}

function zshFlag(name: string, flag: FlagNode): string {
  const help = flag.help.replaceAll(/[[\]:]/g, ' ');
  if (!flag.takesValue) return `*${name}[${help}]`;
  const values = flag.path ? '_files' : flag.choices.length > 0 ? `(${flag.choices.join(' ')})` : ' ';
  return `*${name}[${help}]:value:${values}`;
}

function fish(tree: CommandNode): string {
  const lines = [...walk(tree)].flatMap(({ node, path }) => fishLines(tree, node, path));
  return `# fish completion for claude-usage\ncomplete -c claude-usage -f\n${lines.join('\n')}\n`;
}

function fishLines(tree: CommandNode, node: CommandNode, path: readonly string[]): string[] {
  const [verb, sub] = path;
  const seen = (words: readonly string[]): string => `__fish_seen_subcommand_from ${words.join(' ')}`;
  const children = node.children.map((child) => child.name);
  const own =
    path.length === 0 ? '' : sub === undefined ? seen([verb ?? '']) : `${seen([verb ?? ''])}; and ${seen([sub])}`;
  const childless =
    children.length === 0 ? own : [...(own === '' ? [] : [own]), `not ${seen(children)}`].join('; and ');
  const base = (condition: string): string =>
    `complete -c ${tree.name}${condition === '' ? '' : ` -n ${quoted(condition)}`}`;
  return [
    ...node.children.map((child) => `${base(childless)} -a ${child.name} -d ${quoted(child.help)}`),
    ...node.values.map((value) => `${base(own)} -a ${quoted(value)}`),
    ...node.flags.map((flag) => `${base(own)} ${fishFlag(flag)}`),
  ];
}

function fishFlag(flag: FlagNode): string {
  const parts = flag.names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  if (flag.takesValue) parts.push(flag.path ? '-r -F' : '-x');
  if (flag.choices.length > 0) parts.push(`-a ${quoted(flag.choices.join(' '))}`);
  return [...parts, `-d ${quoted(flag.help)}`].join(' ');
}
