using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Watching;

namespace KubeApi.Binding;

/// <summary>Explains an unknown type of event. PowerShell's own error shows the name of the enumeration.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EventTypeTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        foreach (var item in LanguagePrimitives.GetEnumerable(inputData) ?? new[] { inputData })
        {
            var name = $"{item}";
            if (!Enum.TryParse<WatchEventType>(name, ignoreCase: true, out _))
            {
                var near = name.Equals("Created", StringComparison.OrdinalIgnoreCase) ? ["Added"] : NearNames.Of(name, Enum.GetNames<WatchEventType>());
                throw new ArgumentTransformationMetadataException(
                    $"'{name}' is not a type of events. Use Added, Modified or Deleted.{NearNames.Question(near)}");
            }
        }

        return inputData;
    }
}
