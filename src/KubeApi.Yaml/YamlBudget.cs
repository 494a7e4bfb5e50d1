using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Bounds what the aliases of one text may stand for: a small text can mean a huge one, by aliases of aliases.</summary>
internal sealed class YamlBudget
{
    // No manifest or kubeconfig comes near.
    private const int MaxReplayed = 1_000_000;

    private int _replayed;

    /// <exception cref="YamlException">The aliases stand for too much.</exception>
    public ParsingEvent Replay(ParsingEvent next) =>
        ++_replayed <= MaxReplayed ? next : throw new YamlToJsonException(next.Start, next.End, $"its aliases expand to more than {MaxReplayed} values");
}
