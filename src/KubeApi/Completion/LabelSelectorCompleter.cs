namespace KubeApi.Completion;

/// <summary>Completes the keys of labels, and after a key its values, from the existing objects.</summary>
internal sealed class LabelSelectorCompleter : SelectorCompleter
{
    private protected override IEnumerable<string> Keys(SelectorTarget target) =>
        Sorted(Labels(target).Select(l => l[..l.IndexOf('=', StringComparison.Ordinal)]));

    private protected override IEnumerable<string> Values(SelectorTarget target, string key) =>
        Sorted(Labels(target).Where(l => l.StartsWith($"{key}=", StringComparison.Ordinal)).Select(l => l[(key.Length + 1)..]));

    private static IEnumerable<string> Labels(SelectorTarget target) =>
        NameQuery.Run(target.Sessions, target.Resource, target.Namespace, ofLabels: true);

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
}
