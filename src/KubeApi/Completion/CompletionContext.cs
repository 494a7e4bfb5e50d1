using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>What the command line holds so far, for completers that need more than the word itself.</summary>
internal static class CompletionContext
{
    /// <summary>The session that the command would use; null if there is none yet.</summary>
    public static KubeApiSession? SessionOf(IDictionary parameters) => FirstOf(parameters["Session"]) switch
    {
        null => SessionStore.Current,
        KubeApiSession session => session,
        SessionArgument { Session: { } session } => session,
        var name => SessionStore.FindIgnoringCase(name.ToString()!),
    };

    /// <summary>The namespace that the command would look in; null for all.</summary>
    public static string? NamespaceOf(IDictionary parameters, KubeApiSession session) =>
        !LanguagePrimitives.IsTrue(parameters["AllNamespaces"]) ? First(parameters, "Namespace") ?? session.Namespace : null;

    /// <summary>The first value of a parameter; null where there is none.</summary>
    public static string? First(IDictionary parameters, string name) => FirstOf(parameters[name])?.ToString();

    private static object? FirstOf(object? value) => value is IList list ? list.Count > 0 ? list[0] : null : value;
}
