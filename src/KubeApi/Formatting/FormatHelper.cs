using System.Collections;
using System.Globalization;
using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Workloads;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Formatting;

/// <summary>Functions that the views in KubeApi.Format.ps1xml call.</summary>
public static class FormatHelper
{
    /// <summary>
    /// How long ago a timestamp was, as kubectl writes it: <c>45s</c>, <c>5m12s</c>, <c>3h</c>, <c>12d</c> (apimachinery <c>HumanDuration</c>).
    /// </summary>
    public static string Age(object? timestamp) => Age(timestamp, DateTimeOffset.UtcNow);

    /// <summary>Likewise, with a word: <c>12d ago</c>; empty if the time is unknown.</summary>
    public static string Ago(object? timestamp) => Age(timestamp) is { Length: > 0 } age ? $"{age} ago" : "";

    /// <summary>The kind of an owner or a dependent, indented by its depth.</summary>
    public static string TreeKind(PSObject? o) =>
        new string(' ', 2 * Math.Max(0, (ObjectOrigin.Of(o)?.Depth ?? 1) - 1)) + TableCell.Shown(ObjectMember.Of(o, "kind"));

    /// <summary>The name of an object that was written, with a mark if that was a dry run.</summary>
    public static string WrittenName(PSObject? o) => TableCell.NameOf(o) + (ObjectOrigin.Of(o)?.IsDryRun == true ? " (dry run)" : "");

    /// <summary>
    /// The API group for display: the core group has no name. The parameter is an object, because PowerShell converts null to an empty string.
    /// </summary>
    public static string Group(object? group) => group is "" ? "(core)" : $"{TableCell.Shown(group as string)}";

    /// <summary>The name of the session that an object came from; empty if that is unknown.</summary>
    public static string Session(PSObject? o) => o is null ? "" : ObjectOrigin.Of(o)?.Session.Name ?? "";

    /// <summary>The entries of an object that is a dictionary, a line each.</summary>
    public static string Entries(IDictionary? o) =>
        TerminalText.Clean(string.Join(
            '\n', (o ?? new Hashtable()).Cast<DictionaryEntry>().Select(e => $"{e.Key} = {LanguagePrimitives.ConvertTo<string>(e.Value)}")));

    /// <summary>The extra fields of a user, a line each.</summary>
    public static string Extra(IDictionary? extra) => TerminalText.Clean(string.Join('\n', (extra ?? new Hashtable()).Cast<DictionaryEntry>().Select(
        e => $"{e.Key} = {string.Join(", ", e.Value as string[] ?? [])}")));

    /// <summary>A subject of a permission for a narrow console: itself with its scope, and the binding and the role below it.</summary>
    public static string Lines(AccessSubject subject)
    {
        var place = subject.Namespace.Length > 0 ? $"{subject.Namespace}/" : "";
        var scope = subject.Scope.Length > 0 ? $"in namespace {subject.Scope}" : "(all)";
        return TerminalText.Clean($"{subject.Kind}/{place}{subject.Name}  {scope}\n    {subject.Binding}\n    {subject.Role}");
    }

    /// <summary>An asterisk for the current session of this runspace.</summary>
    public static string Current(object? session) => session is not null && SessionStore.Current == session ? "*" : "";

    /// <summary>The address of a session's server, prefixed with a mark if the certificate is not verified. A suffix could be cut off.</summary>
    public static string Server(KubeApiSession? session) => session is { SkipCertificateCheck: true } ? $"INSECURE {session.Server}" : $"{session?.Server}";

    /// <summary>How a session or a context authenticates, and the user it impersonates; or the problem with it.</summary>
    public static string Authentication(string? authentication, string? actsAs, string? problem) => TerminalText.Clean(
        !string.IsNullOrEmpty(problem) ? $"! {problem}" : string.IsNullOrEmpty(actsAs) ? authentication ?? "" : $"{authentication}, as {actsAs}");

    /// <summary>A value of a flat row, as the table of its objects shows it: a time of today, or a duration as kubectl writes it.</summary>
    public static string Cell(object? value) => (value is PSObject o ? o.BaseObject : value) switch
    {
        DateTime time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan duration => HumanDuration.Show(duration),
        var other => TableCell.Text(other),
    };

    internal static string Age(object? timestamp, DateTimeOffset now) =>
        (timestamp is DateTime local ? local : UtcTime.Parse(timestamp as string)) is { } time ? HumanDuration.Show(now - time) : "";
}
