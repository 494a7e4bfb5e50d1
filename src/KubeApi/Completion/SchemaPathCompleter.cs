using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Client.Discovery;
using KubeApi.Client.Http;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes resource types, and after a dot their fields, from schemas that are in the cache or arrive within a second.</summary>
internal sealed class SchemaPathCompleter : ResourceCompleter
{
    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = CompletionHelper.Bare(wordToComplete);
        if (word.LastIndexOf('.') is var dot && dot < 0)
        {
            return base.CompleteArgument(commandName, parameterName, wordToComplete!, commandAst, fakeBoundParameters);
        }

        var path = word[..dot];
        var names = TabQuery.RunAll(
            CompletionContext.SessionsOf(fakeBoundParameters),
            _ => (typeof(SchemaPathCompleter), path),
            (session, client, stop) => ReadAsync(session, client, path, stop)).SelectMany(fields => fields);
        return CompletionHelper.Match(word, names.Select(name => $"{path}.{name}"));
    }

    private static async Task<string[]> ReadAsync(KubeApiSession session, ApiClient client, string path, CancellationToken stop)
    {
        var (name, fields) = SchemaFields.Split(await session.Discovery.GetAsync(client, stop).ConfigureAwait(false), path);
        if (ResourceLookup.Find(session.Discovery.Cached!, name) is not [var type])
        {
            return [];
        }

        var document = await SchemaDocument.ReadAsync(session.Discovery, client, type, revalidate: false, stop).ConfigureAwait(false);
        var listed = SchemaFields.List(document, type, path, fields, depth: 0).ToList();
        // A field without fields is itself the only row.
        return listed is [var only] && only.Path.Equals(string.Join('.', fields.Prepend(path)), StringComparison.OrdinalIgnoreCase)
            ? []
            : [.. listed.Select(f => f.Name)];
    }
}
