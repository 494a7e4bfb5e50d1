using System.Globalization;
using System.Text;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Authentication;

/// <summary>The user that requests impersonate. The server checks whether the authenticated user is allowed to.</summary>
public sealed record Impersonation
{
    // The characters of a header's name (RFC 9110, token) except '%', which the server decodes.
    private const string LegalInHeaderName = "!#$&'*+-.^_`|~";

    /// <summary>The user name; null for none.</summary>
    public string? User { get; init; }

    /// <summary>The user's uid; null for none.</summary>
    public string? Uid { get; init; }

    /// <summary>The groups; none for those that the server derives from the user.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The extra fields, by key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether nothing is set.</summary>
    public bool IsEmpty => User is null && Uid is null && Groups.Count == 0 && Extra.Count == 0;

    /// <summary>A copy with the values that are set in <paramref name="other"/>, as client-go merges its overrides.</summary>
    public Impersonation With(Impersonation? other) => other is null ? this : new()
    {
        User = other.User ?? User,
        Uid = other.Uid ?? Uid,
        Groups = other.Groups.Count > 0 ? other.Groups : Groups,
        Extra = other.Extra.Count > 0 ? other.Extra : Extra,
    };

    /// <summary>The impersonation headers, in the server's order (client-go <c>transport/round_trippers.go</c>).</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Values)> Headers()
    {
        if (User is not null)
        {
            yield return ("Impersonate-User", [User]);
        }

        if (Uid is not null)
        {
            yield return ("Impersonate-Uid", [Uid]);
        }

        if (Groups.Count > 0)
        {
            yield return ("Impersonate-Group", Groups);
        }

        // The server converts keys to lower case, so keys that differ only in case are the same.
        foreach (var entry in Extra.Where(e => e.Value.Count > 0).GroupBy(e => e.Key.ToLowerInvariant()))
        {
            yield return ("Impersonate-Extra-" + EscapeKey(entry.Key), [.. entry.SelectMany(e => e.Value)]);
        }
    }

    /// <summary>Validates the values, and returns this instance.</summary>
    /// <param name="source">The source of the values, for the error: <c>The user 'jane'</c>.</param>
    /// <exception cref="KubeApiException">The user is missing, or a value cannot be sent in a header.</exception>
    public Impersonation Check(string source)
    {
        if (User is null && !IsEmpty)
        {
            throw Invalid($"{source} sets a uid, groups or extra fields to impersonate, but no user.", null).WithRemedy(Remedy.ImpersonatedUser);
        }

        if (Extra.Keys.Any(k => k.Length == 0) || Headers().FirstOrDefault(h => h.Values.Any(v => !IsLegal(v))) is { Name: not null })
        {
            throw Invalid(
                $"{source} impersonates a user whose name, uid, group or extra field cannot be sent: it is empty, begins or ends with a space, or "
                    + "contains a line break or another control character.",
                null);
        }

        return this;
    }

    /// <summary>Returns this instance if the server uses https.</summary>
    /// <exception cref="KubeApiException">The server uses plain http, which would show the impersonated user in clear text.</exception>
    public Impersonation RequireHttps(Uri server) => server.Scheme == Uri.UriSchemeHttps ? this : throw Invalid(
        $"Cannot impersonate '{this}' at '{server}': over plain http, the impersonation would travel in clear text.",
        "Connect over https, or to a proxy that acts as that user itself: kubectl proxy --as NAME.");

    /// <summary>The user and the other values: <c>jane (uid 42, groups dev, ops, extra scopes)</c>.</summary>
    public override string ToString()
    {
        string[] details =
        [
            .. Uid is null ? Array.Empty<string>() : [$"uid {Uid}"],
            .. Groups.Count == 0 ? Array.Empty<string>() : [$"groups {string.Join(", ", Groups)}"],
            .. Extra.Count == 0 ? Array.Empty<string>() : [$"extra {string.Join(", ", Extra.Keys)}"],
        ];
        return details.Length == 0 ? User ?? "" : $"{User} ({string.Join(", ", details)})";
    }

    // HTTP trims white space around a value, which would make it another user.
    private static bool IsLegal(string value) => value.Length > 0 && !value.Any(char.IsControl) && value.Trim().Length == value.Length;

    private static string EscapeKey(string key)
    {
        var name = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            var isLegal = char.IsAsciiLetterOrDigit((char)b) || LegalInHeaderName.Contains((char)b, StringComparison.Ordinal);
            name.Append(isLegal ? ((char)b).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{b:X2}"));
        }

        return name.ToString();
    }
}
