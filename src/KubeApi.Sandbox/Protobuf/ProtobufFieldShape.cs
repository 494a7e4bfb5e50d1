namespace KubeApi.Sandbox.Protobuf;

internal enum ProtobufFieldShape
{
    /// <summary>Always on the wire; zero means not set.</summary>
    Value,

    /// <summary>On the wire only if it was set, even to zero.</summary>
    Optional,

    List,

    /// <summary>A map with string keys.</summary>
    Map,

    /// <summary>A message whose fields are in its parent in JSON.</summary>
    Inlined,
}
