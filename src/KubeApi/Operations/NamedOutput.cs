using System.Management.Automation;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Writes the items of a list that names and wildcards select.</summary>
internal static class NamedOutput
{
    /// <summary>Writes the items that each name matches, ignoring case. A name without wildcards that matches nothing is an error.</summary>
    /// <param name="host">The command.</param>
    /// <param name="names">The names, with wildcards.</param>
    /// <param name="items">The items.</param>
    /// <param name="nameOf">Returns the name of an item.</param>
    /// <param name="notFound">Makes the error of a name.</param>
    public static void Write<T>(
        IPipelineHost host, IEnumerable<string> names, IReadOnlyCollection<T> items, Func<T, string> nameOf, Func<string, ErrorRecord> notFound)
    {
        foreach (var name in names)
        {
            var pattern = NameWildcard.Get(name);
            var found = items.Where(i => pattern.IsMatch(nameOf(i))).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                host.WriteError(notFound(name));
            }

            host.WriteObject(found, enumerateCollection: true);
        }
    }
}
