using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Requests;

namespace KubeApi.Completion;

/// <summary>
/// Completes the names of resource types; a name in several groups is also offered with its group. After a slash, completes names of objects.
/// </summary>
public class ResourceCompleter : CatalogCompleter
{
    /// <inheritdoc/>
    public override IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ResourceName.Parse(wordToComplete?.Trim('\'', '"') ?? "") is { Type: var resource, Name: not null }
            ? CompletionHelper.Match(wordToComplete, NameQuery.Run(
                CompletionContext.SessionsOf(fakeBoundParameters), resource, session =>
                    CompletionContext.NamespaceOf(fakeBoundParameters, session)).Select(name => $"{resource}/{name}"))
            : base.CompleteArgument(commandName, parameterName, wordToComplete!, commandAst, fakeBoundParameters);

    /// <inheritdoc/>
    protected override IEnumerable<string> Values(ApiCatalog catalog, IDictionary parameters) =>
        catalog.Preferred.Where(IsOffered).GroupBy(r => r.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => g.Count() > 1 ? g.Select(r => r.FullName).Prepend(g.Key) : [g.Key]);

    /// <summary>Whether the command can work on objects of a type.</summary>
    protected virtual bool IsOffered(ApiResource type) => true;
}
