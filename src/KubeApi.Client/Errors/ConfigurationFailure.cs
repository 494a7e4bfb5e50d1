namespace KubeApi.Client.Errors;

/// <summary>Creates the failures of invalid settings.</summary>
internal static class ConfigurationFailure
{
    /// <summary>A kubeconfig, certificate or other setting is invalid.</summary>
    /// <param name="message">The message.</param>
    /// <param name="action">The recommended action; null for none.</param>
    public static KubeApiException Invalid(string message, string? action = null) =>
        new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
