namespace KubeApi.Provider;

/// <summary>
/// The dynamic parameters of a command that reports a missing item by itself: there are none, but they tell the provider which command runs. PowerShell would
/// report the item with its path inside the provider.
/// </summary>
internal sealed class MissingItemParameters;
