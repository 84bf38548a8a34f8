package org.imageengine.distributors;

/** How the replicas of a region are kept, by its words in the API. */
public enum StorageAccountType {
  /** In one place. */
  Standard_LRS,
  /** In each zone of the region, so that the loss of one of them loses nothing. */
  Standard_ZRS,
  /** In one place; what is faster in Azure is the same here. */
  Premium_LRS
}
