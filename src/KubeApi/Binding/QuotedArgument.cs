namespace KubeApi.Binding;

/// <summary>Values as arguments of a command.</summary>
internal static class QuotedArgument
{
    /// <summary>The value, in quotes if PowerShell would read it differently without them.</summary>
    public static string Of(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
