using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>The parameters on the command line so far, for completers that need more than the word itself.</summary>
internal static class CompletionContext
{
    /// <summary>The open sessions that the command would use; empty if there are none yet.</summary>
    public static IReadOnlyList<KubeApiSession> SessionsOf(IDictionary parameters) =>
    [
        .. (AllOf(parameters["Session"]) is { Count: > 0 } given ? given.SelectMany(SessionsOf)
            : SessionStore.Current is { } current ? [current]
            : []).Distinct(),
    ];

    /// <summary>The namespace that the command would search; null for all.</summary>
    public static string? NamespaceOf(IDictionary parameters, KubeApiSession session) =>
        !LanguagePrimitives.IsTrue(parameters["AllNamespaces"]) ? First(parameters, "Namespace") ?? session.Namespace : null;

    /// <summary>The first value of a parameter; null for none.</summary>
    public static string? First(IDictionary parameters, string name) => All(parameters, name).FirstOrDefault();

    /// <summary>All values of a parameter.</summary>
    public static IEnumerable<string> All(IDictionary parameters, string name) => AllOf(parameters[name]).Select(v => v.ToString()!);

    private static IEnumerable<KubeApiSession> SessionsOf(object given) => given switch
    {
        KubeApiSession session => [session],
        SessionArgument { Session: { } session } => [session],
        var name => SessionStore.FindAll(name.ToString()!),
    };

    private static List<object> AllOf(object? value) =>
        value is IList list ? [.. list.Cast<object?>().Select(EmptyValue.Unwrap).OfType<object>()] : EmptyValue.Unwrap(value) is { } one ? [one] : [];
}
