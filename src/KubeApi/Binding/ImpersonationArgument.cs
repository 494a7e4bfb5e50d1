using System.Collections;
using KubeApi.Client.Authentication;

namespace KubeApi.Binding;

/// <summary>Creates the impersonation that -As, -AsUid, -AsGroup and -AsExtra describe.</summary>
internal static class ImpersonationArgument
{
    /// <summary>The impersonation; null if no parameter was given.</summary>
    public static Impersonation? From(string? user, string? uid, string[]? groups, IDictionary? extra)
    {
        var impersonation = new Impersonation
        {
            User = user,
            Uid = uid,
            Groups = groups ?? [],
            Extra = extra is null ? new Dictionary<string, IReadOnlyList<string>>() : Lists(extra),
        };
        return impersonation.IsEmpty ? null : impersonation;
    }

    // A value may be one or several: @{ scopes = 'view', 'edit'; reason = 'audit' }.
    private static Dictionary<string, IReadOnlyList<string>> Lists(IDictionary extra) => extra.Cast<DictionaryEntry>().ToDictionary(
        e => ArgumentText.Of(e.Key),
        e => EmptyValue.Unwrap(e.Value) is IEnumerable list and not string
            ? [.. list.Cast<object?>().Select(ArgumentText.Of)] : (IReadOnlyList<string>)[ArgumentText.Of(e.Value)],
        StringComparer.Ordinal);
}
