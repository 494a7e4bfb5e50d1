using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Rejects deletions without names, or with names that a misspelled variable left empty: they would delete all objects of a type.</summary>
internal static class RemovalCheck
{
    /// <summary>Rejects empty selectors and names, and several namespaces for piped objects.</summary>
    /// <exception cref="ArgumentException">A value is empty.</exception>
    public static void RequireValues(string[] resources, SelectorArgument? labels, SelectorArgument? fields, string[]? namespaces)
    {
        if (resources.Length == 0 && namespaces is { Length: > 1 })
        {
            throw new ArgumentException("A piped object is in a single namespace. Use one value for -Namespace, or omit it.");
        }

        var fault = labels?.Fault ?? fields?.Fault ?? (Array.Exists(resources, r => ResourceName.Parse(r).Name == "") ? "A name is empty" : null);
        if (fault is not null)
        {
            var strings = labels?.Fault is null
                ? ""
                : " In a string, -LabelSelector app selects the objects that have the label, and app= those whose label is empty.";
            throw new ArgumentException($"{fault}; nothing was deleted. {CompleteNames(resources)}{strings}");
        }
    }

    /// <summary>Why -Path cannot be combined with another parameter on the command line; null if it can.</summary>
    public static string? FaultOfPath(InvocationInfo invocation, string path) => ConflictingParameters.Fault(
        invocation, "Path", $". To delete some objects of a file: Import-KubeApiManifest {QuotedArgument.Of(path)} | Where-Object … | Remove-KubeApiObject.",
        "LabelSelector", "FieldSelector", "AllNamespaces");

    /// <summary>Rejects types without a name and without a selector.</summary>
    /// <exception cref="ArgumentException">A type has no name.</exception>
    public static void RequireNames(ResourceTypes types, KubeApiSession session, ResourceName[] resources, ObjectNames names, ListOptions options)
    {
        if (names.IsEmpty && options is { LabelSelector: null, FieldSelector: null } && !Array.TrueForAll(resources, IsNamed))
        {
            throw new ArgumentException(CompleteNames(resources.Select(r => r.ToString())));
        }

        // A piped Namespace is the name of a cluster-scoped object; for any other type, it only sets the namespace.
        bool IsNamed(ResourceName resource) => resource.Name is not null || (names.Namespaces.Count > 0 && !types.Find(session, resource.Type).Namespaced);
    }

    private static string CompleteNames(IEnumerable<string> resources) =>
        $"Select the {string.Join(", ", resources)} by name, -LabelSelector or -FieldSelector; -Name * selects all.";
}
