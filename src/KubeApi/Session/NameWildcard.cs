using System.Management.Automation;

namespace KubeApi.Session;

/// <summary>Wildcard patterns for names.</summary>
internal static class NameWildcard
{
    /// <summary>A pattern that ignores case. In the current culture, a Turkish <c>ADMIN</c> would not match <c>admin</c>.</summary>
    public static WildcardPattern Get(string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
}
