using System.Globalization;
using KubeApi.Client.Workloads;

namespace KubeApi.Formatting;

/// <summary>Functions of the views of usage. Public, because PowerShell calls them.</summary>
public static class UsageView
{
    // Names of views, besides the type's own.
    internal const string OfNode = "KubeApi.Usage.OfNode";
    internal const string OfContainer = "KubeApi.Usage.OfContainer";

    /// <summary>Cores: <c>250m</c>, <c>1.5</c>.</summary>
    public static string Cpu(decimal? cores) => AmountText.Cpu(cores);

    /// <summary>Bytes: <c>512Ki</c>, <c>1.5Gi</c>.</summary>
    public static string Memory(long? bytes) => AmountText.Memory(bytes);

    /// <summary>A percentage: <c>42%</c>; empty for none.</summary>
    public static string Percent(int? percent) => percent is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value}%") : "";
}
