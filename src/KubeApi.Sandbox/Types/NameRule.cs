using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Types;

/// <summary>Validates the names of a kind, with the server's messages.</summary>
internal sealed partial record NameRule(Regex Pattern, int MaxLength, string Message)
{
    public static NameRule Subdomain { get; } = new(
        SubdomainPattern(),
        253,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");

    private static NameRule Label { get; } = new(
        LabelPattern(),
        63,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");

    private static NameRule Label1035 { get; } = new(
        Label1035Pattern(),
        63,
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric "
            + "character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");

    // Each problem is a separate message.
    private static NameRule Path { get; } = new(PathPattern(), int.MaxValue, "");

    public static NameRule Named(string? name) => name switch
    {
        "label" => Label,
        "label1035" => Label1035,
        "path" => Path,
        _ => Subdomain,
    };

    /// <summary>Validates the name, with the server's messages.</summary>
    public IEnumerable<string> Validate(string name)
    {
        if (this == Path)
        {
            foreach (var error in ValidatePath(name))
            {
                yield return error;
            }
        }
        else if (!Pattern.IsMatch(name))
        {
            yield return this == Label && Subdomain.Pattern.IsMatch(name) ? "must not contain dots" : Message;
        }

        if (name.Length > MaxLength)
        {
            yield return $"must be no more than {MaxLength} characters";
        }
    }

    /// <summary>Validates a name as the server validates those in paths, with its messages.</summary>
    public static IEnumerable<string> ValidatePath(string name) =>
    [
        .. name is "." or ".." ? [$"may not be '{name}'"] : Array.Empty<string>(),
        .. ((string[])["/", "%"]).Where(name.Contains).Select(part => $"may not contain '{part}'"),
    ];

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label1035Pattern();

    [GeneratedRegex(@"\A(?!\.\.?\z)[^/%]+\z")]
    private static partial Regex PathPattern();
}
