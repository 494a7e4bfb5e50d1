using System.Collections;
using System.Globalization;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the ids of the running proxies.</summary>
internal sealed class ProxyCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => SessionStore.Proxies.All.Select(p => p.Id.ToString(CultureInfo.InvariantCulture));
}
