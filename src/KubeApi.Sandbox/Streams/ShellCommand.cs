using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The script of `sh -c`: one command with quotes, variables and at most one redirection of its output. Whatever else a shell can do is refused.
/// </summary>
/// <param name="Target">The file that stdout goes to; null for none. `&amp;2` is stderr.</param>
internal sealed partial record ShellCommand(string[] Words, string? Target, bool IsAppended)
{
    /// <param name="variable">The value of a variable or, by a number, of an argument of the script.</param>
    /// <param name="arguments">The value of `"$@"`.</param>
    /// <exception cref="FormatException">The script is more than that.</exception>
    public static ShellCommand Parse(string script, Func<string, string> variable, IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var (redirection, redirected, index) = ("", -1, 0);
        StringBuilder? word = null;
        for (var rest = script + "\n"; index < rest.Length;)
        {
            var token = Token().Match(rest, index);
            index += token.Length;
            if (!token.Success || (redirected >= 0 && token.Groups["to"].Success))
            {
                throw new FormatException($"'{rest[index]}' is not supported: the sandbox runs one command, with > at most. Script what this one does");
            }

            if (token.Groups["all"].Success)
            {
                words.AddRange(arguments);
            }
            else if (token.Groups["space"].Success || token.Groups["to"].Success)
            {
                words.AddRange(word is null ? [] : [word.ToString()]);
                word = null;
                (redirection, redirected) = token.Groups["to"].Success ? (token.Groups["to"].Value, words.Count) : (redirection, redirected);
            }
            else
            {
                word = (word ?? new StringBuilder()).Append(Value(token, variable));
            }
        }

        if (redirected < 0)
        {
            return new ShellCommand([.. words], null, false);
        }

        var target = redirection == ">&2" ? "&2" : words.ElementAtOrDefault(redirected) ?? throw new FormatException("syntax error: unexpected end of file");
        return new ShellCommand([.. words.Where((_, position) => position != redirected || target == "&2")], target, redirection == ">>");
    }

    private static string Value(Match token, Func<string, string> variable) => token.Groups["quoted"] is { Success: true } quoted
        ? Escape().Replace(quoted.Value, match => match.Groups["name"].Success ? variable(match.Groups["name"].Value) : match.Value[1..])
        : token.Groups["name"] is { Success: true } name ? variable(name.Value)
        : token.Groups["plain"].Value;

    [GeneratedRegex(
        """
        \G(?:(?<space>[ \t\n]+)|(?<to>>&2|>>|>)|(?<all>"\$@")
            |'(?<plain>[^']*)'|"(?<quoted>(?:[^"\\$`]|\\.|\$\w+)*)"|\$(?<name>\w+)|\\(?<plain>.)|(?<plain>[^\s'"$\\;&|<>()`*?\#]+))
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex("""\\["\\$`]|\$(?<name>\w+)""")]
    private static partial Regex Escape();
}
