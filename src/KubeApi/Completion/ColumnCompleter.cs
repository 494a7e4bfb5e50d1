using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Formatting;

namespace KubeApi.Completion;

/// <summary>
/// Completes the names of columns: those of the kinds that a command earlier in the pipeline names, if this runspace knows their columns; otherwise those of
/// all kinds that it has read.
/// </summary>
internal sealed class ColumnCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var own = KindsBefore(commandAst, fakeBoundParameters).Select(k => RunspaceViews.Labels(k).ToList()).ToList();
        var labels = own.Count > 0 && own.TrueForAll(l => l.Count > 0) ? own.SelectMany(l => l) : RunspaceViews.Labels();
        return CompletionHelper.Match(wordToComplete, ["Session", "Kind", "Namespace", .. labels]);
    }

    // The kinds of "Get-KubeApiObject deploy, svc | … | Select-KubeApiColumn".
    private static IEnumerable<string> KindsBefore(CommandAst command, IDictionary parameters)
    {
        if (command.Parent is not PipelineAst { PipelineElements: [CommandAst { CommandElements: [var reader, ExpressionAst typed, ..] }, ..] }
            || reader.Extent.Text.ToLowerInvariant() is not ("get-kubeapiobject" or "watch-kubeapiobject"))
        {
            return [];
        }

        IEnumerable<ExpressionAst> words = typed is ArrayLiteralAst several ? several.Elements : [typed];
        var types = words.OfType<StringConstantExpressionAst>().Select(w => ResourceName.Parse(w.Value).Type).ToList();
        return CatalogCompleter.CatalogsOf(CompletionContext.SessionsOf(parameters))
            .SelectMany(c => types.SelectMany(t => ResourceLookup.Find(c, t))).Select(r => $"{r.ApiVersion}/{r.Kind}");
    }
}
