namespace KubeApi.Provider;

/// <summary>The dynamic parameters of Get-ChildItem: there are none, but they tell the provider which command runs.</summary>
internal sealed class ListParameters;
