using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Bounds what one text may stand for: a small one can mean a huge one, by aliases of aliases. No manifest or kubeconfig comes near.</summary>
internal sealed class YamlBudget
{
    private const int MaxEvents = 1_000_000;

    private int _events;

    /// <exception cref="YamlException">The text stands for too much.</exception>
    public void Spend(ParsingEvent next)
    {
        if (++_events > MaxEvents)
        {
            throw new YamlToJsonException(next.Start, next.End, $"its aliases expand to more than {MaxEvents} values");
        }
    }
}
