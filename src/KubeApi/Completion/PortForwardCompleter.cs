using System.Collections;
using System.Globalization;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the ids of the running port-forwards.</summary>
internal sealed class PortForwardCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) =>
        SessionStore.PortForwards.All.Select(f => f.Id.ToString(CultureInfo.InvariantCulture));
}
