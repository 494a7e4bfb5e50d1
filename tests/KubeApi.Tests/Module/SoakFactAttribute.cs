using System.Globalization;

namespace KubeApi.Tests.Module;

/// <summary>A test that takes as many minutes as KUBEAPI_SOAK says, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute() => Skip = Minutes > 0 ? null : "Takes minutes: set KUBEAPI_SOAK to their number.";

    public static double Minutes =>
        double.TryParse(Environment.GetEnvironmentVariable("KUBEAPI_SOAK"), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0;
}
