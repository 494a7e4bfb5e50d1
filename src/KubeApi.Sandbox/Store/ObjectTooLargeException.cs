namespace KubeApi.Sandbox.Store;

/// <summary>The object is larger than the store of a cluster takes.</summary>
internal sealed class ObjectTooLargeException : Exception
{
}
